"""Beginnings and endings, combined into made-up names, so that there are as many as in a large community."""

from __future__ import annotations

Stems = tuple[str, str]
"""Beginnings, endings."""

STEMS_FEMALE: Stems = (
    """
        Kay Shay La De Mar Ka Al El Ar Cor Dan Em Bri Sha Ta Ro Jo Car Cas Cla Dar Ev Gen Gwen Har Jac Jan
        Jes Kar Kat Ken Kris Lor Lu Mad Mae Mel Mer Mi Nad Nat Ny Rae Ren Ri Rosa Sam Sel Sher Sta Su Tal
        Tam Ther Tif Tri Val Ver Wil Zan Zor Ada Ani Bel Cel Del Est Fay Gia Ila Jen Kira Lav Mon
    """,
    """
        lynn leigh isha ette elle anna ina ra ley etta lyn belle line ie anne iah ika essa ita onna issa ay
        ona inda ice elia ora ene ala ria itha esha ynn ona eena idra anda
    """,
)
STEMS_MALE: Stems = (
    """
        De Da Ja Ty Bran Dar Mar Kel Ro Al Ter Wil Har Nor Ed Ray Ray Tre Ke La Jer Dev Dex Don Bar Ben Ced
        Clar Col Cor Cur Dal Dou El Em Er Far Gar Gil Gra Hal Hol Hug Jar Jo Kan Ker Kir Lan Len Les Lu Mal
        Mer Mil Nel Ol Os Per Quin Ran Ren Rod Sal Shel Stan Tal Tan Tor Ver Wes Win Zan Zeb
    """,
    """
        shawn vin ton rell don rick von mond win son lan nell mar vante quan ley mon land ford man bert
        drick mere vis by den lon nard ric ace ter dell rone sean ster wick
    """,
)
STEMS_LAST: dict[str, Stems] = {
    "general": (
        """
            Ash Black Brad Bright Brom Burn Cald Carl Chad Clay Cliff Cole Cran Crom Dal Den Dun East Edge
            Elm Fair Farn Fen Glad Gold Gran Green Had Hale Hamp Hart Hather Haw Hazel Heath High Hol Hump
            Hurst Kel Ken Kirk Lang Lark Lin Lock Long Lud Mal Mans Mar Mere Mid Mill Mor New Nor Oak Old
            Pem Pen Pres Rad Raven Red Rich Ridge Rock Row Rush Sand Sel Shel Sher Silver Snow South Stan
            Stock Stone Strat Sud Sum Sut Swan Thorn Thurs Tun Up Wake Wal War Wat Way Web Wel West Whit Wil
            Win Wood Wool Wor Wyn Yard York
        """,
        """
            ford ley ton wood worth bury well field brook ham land more ridge by burn dale den don gate
            ington ingham stead stone water way wick man house thorpe cott croft hurst shaw holme wall low
            beck combe smith son berry moor ridge spring mere fold cliffe beach bourne brooke by thwaite
            worthy hill holt hythe leigh mouth stow dean
        """,
    ),
    "patronym": (
        """
            Adam Ald Alf Atkin Aust Bart Bat Bert Bill Clem Colb Dav Daw Dick Dob Dod Ed Ell Elm Ev Fitch
            Gam Gar Gib Gil Gof Han Har Hew Hig Hob Hod Hop How Hud Hull Jack Jeff Jen Jer Jos Jud Kit Lam
            Lar Law Len Lov Mag Mal Mat May Mew Mil Mor Nel Nic Nor Pal Pat Paul Per Pet Phil Pip Pot Rad
            Ralph Rand Raw Ric Rob Rod Rog Row San Sim Stan Stev Sten Tam Tib Tim Tol Tom Tur Ven Vin Wad
            Wal Wat Wid Wil Wy
        """,
        "son sons kins kin ett ell er ers cock man mer ard ison erson ing ings le els itt",
    ),
    "german": (
        """
            Acker Alten Apfel Auer Baum Berg Birken Blum Brand Braun Breit Buch Burg Dahl Degen Dorn Ehren
            Eich Eisen Engel Erlen Feld Finken Forst Freu Fried Fuchs Garten Geis Glas Gold Gross Grun Haber
            Hage Hart Hasel Haus Heide Heil Hell Herz Hirsch Hoch Holz Honig Kaiser Kalt Kauf Kern Kirch
            Klein Klinge Kohl Korn Kraft Krons Lang Lauter Lich Linden Lowen Mandel Morgen Muhl Nacht Neu
            Ober Ost Pfeif Rauch Reich Ritter Rosen Roth Schon Schwarz Seid Sommer Stark Stein Stern Strass
            Tannen Thal Unter Vogel Wald Wasser Weid Wein Weiss Wester Wild Winkel Zimmer Zucker
        """,
        """
            mann meier bauer hoff stein thal bach feld macher hauser baum berg burger heimer schmidt wald
            inger ling ler hardt haupt kamp brock becker ner
        """,
    ),
    "irish": (
        "Mc O' Mac Fitz",
        """
            Allister Ardle Auley Bride Cabe Call Cann Carron Clure Coll Connell Cormick Coy Crea Culloch
            Dade Dermott Devitt Donough Dougal Dowell Elroy Evoy Gann Garvey Gee Gill Ginn Glynn Gowan Grath
            Guire Hale Hugh Inerney Intyre Kay Keever Kenna Kinney Lain Laren Leod Loughlin Mahon Manus
            Millan Nally Namara Neill Nulty Phee Quaid Quillan Rae Shane Sherry Swain Tague Tiernan Vey
            Vicar Whirter Williams Gorman Hara Leary Malley Brien Dwyer Rourke Shea Toole Keefe Grady
        """,
    ),
    "hispanic": (
        """
            Al Alma Arci Bala Bena Bola Bravo Cala Campo Cana Caste Cerva Cordo Coro Este Fari Fonta Gala
            Gra Gua Igle Lama Leo Lina Mala Mara Mata Mira Mon Mora Nava Ola Orde Pala Pare Peral Que Quinta
            Rama Riba Rosa Sala Sarmi Sego Sera Sierra Tama Teje Tola Tre Urba Vala Vela Villa Xime Yba Zala
            Zamo Zara Zuni
        """,
        """
            nez rez guez vez dez gado rado sca no res ria rio lera leda llanos varez chea rroyo mendi berri
            goitia zola tegui barra dova nte ndo sco tierra mayor verde mino dera zales nillo tillo bal mosa
            quin reja zuela cedo
        """,
    ),
    "asian": (
        """
            Phan Thao Cha Sae Kham Vong Chan Sou Bou Inth Pha Sisa Xay Keo Nak Yama Taka Mori Kawa Hashi Oka
            Kita Nishi Higa Fuku Haya Ishi Iwa Kane Kuro Matsu Mina Miya Naka Nishi Ono Sawa Shima Shira
            Sugi Taki Toku Ue Waka Yoshi
        """,
        """
            sy vong chao lee phan sak xay thong da moto mura naka shima saki gawa yama guchi zawa ta bayashi
            hara no kham vanh
        """,
    ),
    "south_asian": (
        """
            Bhatta Chau Dutta Gha Jaga Kesha Maha Naga Pra Raja Sata Venka Krishna Rama Suri Chandra Muker
            Baner Hari
        """,
        """
            charya dhuri gupta deep raj patra murthy swamy nathan kar wal pal jee moorthy wani tia dev
            lingam
        """,
    ),
    "arabic": (
        "Al Abu Abdul Bin Ben El Ibn",
        """
            rahman karim hadi malik nasiri zaki bakri tamimi hashimi jabari masri najjar qasim rashid
            sabbagh shami sultani tikriti turki yazidi zubaidi ansari basri faisal ghani habib
        """,
    ),
    "slavic": (
        """
            Bara Bela Bog Bori Bra Dani Dem Dob Drag Fedo Gav Gor Gri Ili Jan Kal Kas Kolo Kos Kova Kru Kuz
            Laza Lev Luk Mak Mali Mar Mat Mel Mila Mir Miro Nik Niko Novo Orl Ostro Pav Petro Rad Rado Rom
            Ruda Sido Slav Stan Stef Tara Tim Trof Vas Vlad Vol Yaro Zaha Zelen Zima
        """,
        """
            kov enko chuk ski wicz vich lenko ov nov ova yuk ko vic kin iak nik icz man nikov cek tko ewski
            owski inski czak kowicz ynsky oviak
        """,
    ),
    "african": (
        """
            Ade Olu Oba Ayo Ola Chi Nwa Oko Ife Uche Aba Mwa Kip Chep Nji Ndu Mba Ka Ba Dia Sy Ndia Tsha Mo
            Le Nko Zu Aki Ama Bole Dabe Eko Femi Gada Ige Kibe Lema Mako Nde Oge Rube Sese Tebe Wole Yaba
        """,
        """
            yemi wale femi bayo nna koro buike dozie ngozi chebe kosi beki runga nyane kele tshwa thembi
            rono tich moi mba ye
        """,
    ),
    "nordic": (
        """
            Ander Berg Bjork Carl Dahl Ek Erik Falk Fors Fred Gran Gustaf Hag Hall Hed Hell Holm Jon Karl
            Lars Lind Lund Magnus Mal Matt Mo Nord Nyl Ols Oster Peder Rosen Sand Sjo Soder Sten Stor Strand
            Sund Sved Thor Ul Vester Vik Wall West
        """,
        """
            sen son strom gren berg qvist lund dahl stad vik mann holm blad rud gaard stein bach feld hauser
        """,
    ),
    "islander": (
        "Ka Ke Ma Ta Fa Ale Lolo Tupo Sa Vai Moa Fono Tau Pau Leo Nau",
        "lani moku hale kai loa nui fua toa malo tele vaka moana puni tasi fetu uli",
    ),
    "italian": (
        """
            Ales Ang Bar Bas Bel Ben Ber Bian Bon Bru Cam Cap Car Cas Cat Cav Cer Col Con Cor Cos Dam Dan
            Fab Fal Far Fer Fior For Fran Gal Gar Gen Gian Gior Gra Gri Gua Lan Leo Lom Lor Luc Mag Man Mar
            Mas Maz Mer Mic Mon Mor Nap Nic Oli Pag Pal Pas Pel Per Pia Ric Rin Riz Ros Rug Sal San Sar Sca
            Ser Sil Sor Tar Ter Tes Tor Tra Val Ven Ver Vil Vit Zam Zan
        """,
        """
            ini etti oni ucci ese ano ardi elli ino acci aldi ato azzo egli ena enti eri ico illo isi osi
            otti uzzi alli
        """,
    ),
    "french": (
        """
            Beau Bel Bou Bour Cham Char Char Cour Dau De Des Du Dubo Fon Gau Ger Gi Jou La Lan Lau Le Li Lou
            Mar Mau Mon Mor Per Pom Pre Rein Ri Rou Saint Sau Tho Tri Vau Ver Vil
        """,
        """
            chard gnon mont neau pont quette rand reau ron roux rier seau tier ville vert vin zier champs
            fontaine blanc bois
        """,
    ),
}
