"""Hand-made name lists and syllables of several cultures. Common given and family names and made-up compounds: no real person.

Each list runs from common to rare. `STEMS` are beginnings and endings that are combined into further names.
"""

from __future__ import annotations

CULTURES = (
    "general",
    "hispanic",
    "asian",
    "south_asian",
    "arabic",
    "slavic",
    "african",
    "nordic",
    "islander",
)

FIRST_FEMALE: dict[str, str] = {
    "general": """Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Karen Sarah Lisa Nancy Betty Ashley Sandra
    Kimberly Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy
    Angela Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Katherine Christine Debra Rachel Carolyn Janet Catherine
    Heather Diane Ruth Julie Olivia Joyce Virginia Victoria Kelly Lauren Christina Joan Evelyn Judith Andrea Hannah Megan
    Cheryl Jacqueline Martha Gloria Teresa Ann Kathryn Frances Jean Abigail Alice Julia Judy Sophia Grace Denise Amber Doris
    Marilyn Danielle Beverly Isabella Theresa Diana Natalie Brittany Charlotte Marie Kayla Alexis Lori Tiffany Latoya Ebony
    Keisha Tamika Kiara Imani Destiny Jasmine Aaliyah Shanice Monique Yolanda Bonnie Peggy Wendy Dawn Tina Tracy Robin Kim
    Cathy Connie Sherry Rhonda Crystal Erin Shannon Holly April Kristen Katie Liz Beth Sue Jen Mandy Vicky Becky Molly Sadie
    Ruby Hazel Ivy Maeve Nora Fiona Siobhan Bridget Colleen Eileen Paige Brooke Jade Skye Autumn Summer Faith Hope Joy""",
    "hispanic": """Maria Guadalupe Juana Rosa Ana Carmen Margarita Veronica Leticia Alejandra Elena Gabriela Adriana Silvia
    Lucia Luz Esperanza Dolores Consuelo Marisol Xiomara Yesenia Rocio Araceli Graciela Beatriz Catalina Daniela Valeria
    Camila Mariana Ximena Paola Lorena Norma Irma Alma Blanca Socorro Pilar Ines Isabel Mercedes Magdalena Estela Itzel""",
    "asian": """Mei Li Ying Xiu Hua Lan Min Yan Jing Hui Thi Linh Huong Thuy Mai Ngoc Phuong Trang Anh Kim Hana Yuki Sakura Aiko
    Keiko Emi Naomi Soo Eun Ji Hye Yuna Minji Mee Pa Xee Kia Youa Bao Malee Ploy""",
    "south_asian": """Priya Anjali Lakshmi Sunita Meena Kavita Pooja Neha Asha Rekha Nisha Divya Shreya Aarti Deepa Geeta Radha
    Simran Harpreet Jaspreet Gurpreet Manpreet Sita Uma Kamala""",
    "arabic": """Fatima Aisha Maryam Zahra Layla Amina Noor Hana Salma Yasmin Rania Samira Nadia Zainab Khadija Huda Mona Leila
    Farah Soraya Parisa Shirin Nasrin Freshta Shukria""",
    "slavic": """Olga Natalia Svetlana Irina Tatiana Elena Ludmila Galina Oksana Yulia Ekaterina Nadezhda Vera Ivana Milica Jelena
    Katarzyna Agnieszka Malgorzata Zofia Ewa Halyna Larysa Daryna""",
    "african": """Amara Ngozi Chioma Adaeze Folake Yetunde Abena Akosua Efua Ama Wanjiku Njeri Achieng Makena Fatou Aminata Mariama
    Hawa Hodan Sahra Selam Tigist Hiwot Almaz Genet Zodwa Thandi""",
    "nordic": """Ingrid Astrid Sigrid Greta Freya Liv Karin Annika Elsa Helga Heidi Gisela Ursula Britta Anke Maren Solveig Dagny
    Linnea Saga""",
    "islander": """Leilani Kalea Mahina Noelani Pua Sina Lani Tala Moana Losa Ana Sela Malia Kailani Nani Lupe Salote Mele""",
}

FIRST_MALE: dict[str, str] = {
    "general": """James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark
    Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan Jacob Gary Nicholas
    Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Frank Patrick Raymond Jack Dennis
    Jerry Tyler Aaron Jose Adam Nathan Henry Douglas Zachary Peter Kyle Ethan Walter Noah Jeremy Christian Keith Roger Terry
    Austin Sean Gerald Carl Harold Dylan Arthur Lawrence Jordan Jesse Bryan Billy Bruce Gabriel Joe Logan Alan Juan Albert
    Willie Elijah Wayne Randy Vincent Mason Roy Ralph Bobby Russell Bradley Philip Eugene Darnell Tyrone Jamal Terrence Andre
    Marcus Malik Darius DeShawn Jermaine Lamar Reggie Cedric Rodney Curtis Leroy Otis Mike Bill Jim Bob Tom Dave Steve Tony
    Chuck Rick Greg Jeff Ron Don Ken Danny Johnny Eddie Ricky Jimmy Tommy Frankie Shane Cody Dustin Travis Chad Brett Derek
    Corey Troy Lance Clint Wade Dale Glenn Earl Floyd Vernon Lloyd Clyde Homer Virgil Liam Owen Finn Declan Brendan Rory Hank""",
    "hispanic": """Juan Jose Luis Carlos Jesus Miguel Francisco Manuel Antonio Pedro Alejandro Ricardo Fernando Javier Roberto
    Raul Sergio Eduardo Jorge Hector Ramon Ruben Oscar Arturo Armando Enrique Salvador Martin Rafael Gerardo Alfredo Ernesto
    Guillermo Gustavo Pablo Mario Victor Cesar Angel Ignacio Esteban Felipe Mateo Santiago Diego Emilio Joaquin Rodrigo Adan""",
    "asian": """Wei Jun Ming Jian Hao Bo Tao Feng Minh Hung Dung Tuan Anh Khoa Long Huy Duc Tam Ken Hiroshi Kenji Takeshi Jin Sung
    Min Joon Hyun Tou Chue Kong Pheng Somchai""",
    "south_asian": """Raj Amit Sanjay Vijay Rahul Anil Sunil Ravi Arjun Deepak Rakesh Suresh Harpreet Gurpreet Manjit Balwinder
    Kuldeep Jagdeep Dev Kiran Mohan Prakash""",
    "arabic": """Ahmed Mohammed Ali Omar Hassan Hussein Ibrahim Yusuf Khalid Mahmoud Mustafa Abdullah Samir Tariq Karim Nabil Rami
    Ziad Farid Hamid Reza Navid Jawad Najib""",
    "slavic": """Ivan Dmitri Sergei Vladimir Alexei Nikolai Mikhail Andrei Igor Oleg Viktor Yuri Pavel Boris Maksim Bogdan Taras
    Petro Marek Piotr Tomasz Krzysztof Milan Goran""",
    "african": """Chidi Emeka Obinna Kwame Kofi Kojo Yaw Tunde Babatunde Femi Mamadou Ousmane Ibrahima Abdi Mohamud Dawit Tesfaye
    Yonas Bereket Kamau Otieno Juma Sipho Themba""",
    "nordic": """Erik Lars Sven Anders Bjorn Karl Gunnar Leif Olaf Nils Klaus Hans Jurgen Dieter Kurt Stefan Henrik Mikkel Axel Otto
    Rolf Einar""",
    "islander": """Keoni Kai Makoa Kaleo Sione Tevita Semisi Manu Tavita Ioane Koa Nalu Kekoa Viliami Siaosi Tana""",
}

LAST: dict[str, str] = {
    "general": """Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris Martin
    Thompson Robinson Clark Lewis Lee Walker Hall Allen Young King Wright Scott Green Baker Adams Nelson Hill Campbell
    Mitchell Roberts Carter Phillips Evans Turner Parker Edwards Collins Stewart Morris Murphy Cook Rogers Reed Bell Bailey
    Cooper Richardson Cox Howard Ward Peterson Gray James Watson Brooks Kelly Sanders Price Bennett Wood Barnes Ross
    Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Washington Butler Simmons Foster Bryant Alexander Russell
    Griffin Hayes Myers Ford Hamilton Graham Sullivan Wallace Woods West Cole Jordan Owens Reynolds Fisher Ellis Harrison
    Gibson Mcdonald Cruz Marshall Freeman Wells Webb Simpson Stevens Tucker Porter Hunter Hicks Crawford Henry Boyd Mason
    Kennedy Warren Dixon Burns Gordon Shaw Holmes Rice Robertson Hunt Black Daniels Palmer Mills Nichols Grant Knight
    Ferguson Rose Stone Hawkins Dunn Perkins Hudson Spencer Gardner Stephens Payne Pierce Berry Matthews Arnold Wagner
    Willis Ray Watkins Olson Carroll Duncan Snyder Hart Cunningham Bradley Lane Andrews Riley Carpenter Weaver Greene Elliott
    Chavis Lawson Franklin Bishop Banks Jefferson Booker Gaines Mosley Pettway Tolliver Broussard Landry Begay Yazzie Nez""",
    "hispanic": """Garcia Rodriguez Martinez Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Reyes
    Morales Gutierrez Ortiz Ramos Ruiz Alvarez Mendoza Vasquez Castillo Jimenez Moreno Romero Herrera Medina Aguilar Vargas
    Castro Guzman Mendez Fernandez Munoz Salazar Soto Delgado Pena Rios Alvarado Sandoval Contreras Valdez Guerrero Estrada
    Ortega Nunez Maldonado Vega Santiago Dominguez Espinoza Silva Padilla Marquez Cortez Rojas Acosta Figueroa Luna Juarez
    Navarro Campos Molina Avila Ayala Mejia Carrillo Duran Santos Salinas Robles Solis Lara Cervantes Cardenas Fuentes""",
    "asian": """Nguyen Kim Tran Chen Wong Le Yang Wang Chang Chan Pham Li Park Singh Liu Lin Wu Huang Vang Xiong Lor Her Moua Thao
    Vue Yee Choi Kang Cho Tanaka Suzuki Sato Yamamoto Nakamura Ito Kobayashi Hoang Vu Vo Dang Bui Do Ngo Duong Ly Saechao
    Saeteurn Phan Truong Zhang Zhao Zhou Xu Sun Ma Zhu Hu Guo He Lim Tan""",
    "south_asian": """Singh Patel Sharma Kaur Kumar Shah Gupta Khan Gill Sandhu Dhillon Sidhu Grewal Mehta Desai Rao Reddy Nair
    Iyer Chowdhury Rahman Joshi Verma Bhatt""",
    "arabic": """Ahmed Ali Hassan Mohamed Hussein Khan Ibrahim Abdullah Rahimi Ahmadi Karimi Hashemi Haddad Khoury Nasser Saleh Aziz
    Mansour Farah Hamdan Noori Sharifi Azizi Stanikzai""",
    "slavic": """Ivanov Petrov Kovalenko Shevchenko Bondarenko Novak Kowalski Horvat Popov Volkov Sokolov Melnyk Kravchenko Lysenko
    Wisniewski Nowak Dvorak Kovac Jovanovic Petrovic""",
    "african": """Okafor Adeyemi Mensah Owusu Diallo Traore Abebe Tesfaye Haile Kamau Otieno Mwangi Okonkwo Eze Balogun Boateng
    Asante Toure Keita Warsame Osman Abdi Dlamini Nkosi""",
    "nordic": """Larsen Hansen Olsen Johansson Lindqvist Bergstrom Schmidt Schneider Fischer Weber Meyer Schulz Becker Hoffmann
    Koch Richter Klein Wolf Schroeder Neumann Jensen Nielsen Halvorsen Thorsen""",
    "islander": """Kealoha Kahale Tuiasosopo Fonoti Taufa Vea Fifita Latu Mahe Kamaka Faleafa Leota Tavake Moala Pauga Sapolu""",
}

STEMS_FEMALE = (
    """Kay Shay La De Mar Ka Al El Ar Cor Dan Em Bri Sha Ta Ro Jo Car Cas Cla Dar Ev Gen Gwen Har Jac Jan Jes Kar Kat Ken
    Kris Lor Lu Mad Mae Mel Mer Mi Nad Nat Ny Rae Ren Ri Rosa Sam Sel Sher Sta Su Tal Tam Ther Tif Tri Val Ver Wil Zan Zor
    Ada Ani Bel Cel Del Est Fay Gia Ila Jen Kira Lav Mon""",
    """lynn leigh isha ette elle anna ina ra ley etta lyn belle line ie anne iah ika essa ita onna issa ay ona inda ice elia
    ora ene ala ria itha esha ynn ona eena idra anda""",
)
STEMS_MALE = (
    """De Da Ja Ty Bran Dar Mar Kel Ro Al Ter Wil Har Nor Ed Ray Ray Tre Ke La Jer Dev Dex Don Bar Ben Ced Clar Col Cor Cur Dal
    Dou El Em Er Far Gar Gil Gra Hal Hol Hug Jar Jo Kan Ker Kir Lan Len Les Lu Mal Mer Mil Nel Ol Os Per Quin Ran Ren Rod Sal
    Shel Stan Tal Tan Tor Ver Wes Win Zan Zeb""",
    """shawn vin ton rell don rick von mond win son lan nell mar vante quan ley mon land ford man bert drick mere vis by den
    lon nard ric ace ter dell rone sean ster wick""",
)
STEMS_LAST: dict[str, tuple[str, str]] = {
    "general": (
        """Ash Black Brad Bright Brom Burn Cald Carl Chad Clay Cliff Cole Cran Crom Dal Den Dun East Edge Elm Fair Farn Fen
        Glad Gold Gran Green Had Hale Hamp Hart Hather Haw Hazel Heath High Hol Hump Hurst Kel Ken Kirk Lang Lark Lin Lock
        Long Lud Mal Mans Mar Mere Mid Mill Mor New Nor Oak Old Pem Pen Pres Rad Raven Red Rich Ridge Rock Row Rush Sand Sel
        Shel Sher Silver Snow South Stan Stock Stone Strat Sud Sum Sut Swan Thorn Thurs Tun Up Wake Wal War Wat Way Web Wel
        West Whit Wil Win Wood Wool Wor Wyn Yard York""",
        """ford ley ton wood worth bury well field brook ham land more ridge by burn dale den don gate ington ingham stead
        stone water way wick man house thorpe cott croft hurst shaw holme wall low beck combe smith son berry moor ridge
        spring mere fold cliffe beach bourne brooke by thwaite worthy hill holt hythe leigh mouth stow dean""",
    ),
    "patronym": (
        """Adam Ald Alf Atkin Aust Bart Bat Bert Bill Clem Colb Dav Daw Dick Dob Dod Ed Ell Elm Ev Fitch Gam Gar Gib Gil Gof
        Han Har Hew Hig Hob Hod Hop How Hud Hull Jack Jeff Jen Jer Jos Jud Kit Lam Lar Law Len Lov Mag Mal Mat May Mew Mil Mor
        Nel Nic Nor Pal Pat Paul Per Pet Phil Pip Pot Rad Ralph Rand Raw Ric Rob Rod Rog Row San Sim Stan Stev Sten Tam Tib
        Tim Tol Tom Tur Ven Vin Wad Wal Wat Wid Wil Wy""",
        "son sons kins kin ett ell er ers cock man mer ard ison erson ing ings le els itt",
    ),
    "german": (
        """Acker Alten Apfel Auer Baum Berg Birken Blum Brand Braun Breit Buch Burg Dahl Degen Dorn Ehren Eich Eisen Engel
        Erlen Feld Finken Forst Freu Fried Fuchs Garten Geis Glas Gold Gross Grun Haber Hage Hart Hasel Haus Heide Heil Hell
        Herz Hirsch Hoch Holz Honig Kaiser Kalt Kauf Kern Kirch Klein Klinge Kohl Korn Kraft Krons Lang Lauter Lich Linden
        Lowen Mandel Morgen Muhl Nacht Neu Ober Ost Pfeif Rauch Reich Ritter Rosen Roth Schon Schwarz Seid Sommer Stark Stein
        Stern Strass Tannen Thal Unter Vogel Wald Wasser Weid Wein Weiss Wester Wild Winkel Zimmer Zucker""",
        """mann meier bauer hoff stein thal bach feld macher hauser baum berg burger heimer schmidt wald inger ling ler hardt
        haupt kamp brock becker ner""",
    ),
    "irish": (
        "Mc O' Mac Fitz",
        """Allister Ardle Auley Bride Cabe Call Cann Carron Clure Coll Connell Cormick Coy Crea Culloch Dade Dermott Devitt
        Donough Dougal Dowell Elroy Evoy Gann Garvey Gee Gill Ginn Glynn Gowan Grath Guire Hale Hugh Inerney Intyre Kay Keever
        Kenna Kinney Lain Laren Leod Loughlin Mahon Manus Millan Nally Namara Neill Nulty Phee Quaid Quillan Rae Shane Sherry
        Swain Tague Tiernan Vey Vicar Whirter Williams Gorman Hara Leary Malley Brien Dwyer Rourke Shea Toole Keefe Grady""",
    ),
    "hispanic": (
        """Al Alma Arci Bala Bena Bola Bravo Cala Campo Cana Caste Cerva Cordo Coro Este Fari Fonta Gala Gra Gua Igle Lama Leo
        Lina Mala Mara Mata Mira Mon Mora Nava Ola Orde Pala Pare Peral Que Quinta Rama Riba Rosa Sala Sarmi Sego Sera Sierra
        Tama Teje Tola Tre Urba Vala Vela Villa Xime Yba Zala Zamo Zara Zuni""",
        """nez rez guez vez dez gado rado sca no res ria rio lera leda llanos varez chea rroyo mendi berri goitia zola tegui
        barra dova nte ndo sco tierra mayor verde mino dera zales nillo tillo bal mosa quin reja zuela cedo""",
    ),
    "asian": (
        """Phan Thao Cha Sae Kham Vong Chan Sou Bou Inth Pha Sisa Xay Keo Nak Yama Taka Mori Kawa Hashi Oka Kita Nishi Higa
              Fuku Haya Ishi Iwa Kane Kuro Matsu Mina Miya Naka Nishi Ono Sawa Shima Shira Sugi Taki Toku Ue Waka Yoshi""",
        "sy vong chao lee phan sak xay thong da moto mura naka shima saki gawa yama guchi zawa ta bayashi hara no kham vanh",
    ),
    "south_asian": (
        "Bhatta Chau Dutta Gha Jaga Kesha Maha Naga Pra Raja Sata Venka Krishna Rama Suri Chandra Muker Baner Hari",
        "charya dhuri gupta deep raj patra murthy swamy nathan kar wal pal jee moorthy wani tia dev lingam",
    ),
    "arabic": (
        "Al Abu Abdul Bin Ben El Ibn",
        """rahman karim hadi malik nasiri zaki bakri tamimi hashimi jabari masri najjar
        qasim rashid sabbagh shami sultani tikriti turki yazidi zubaidi ansari basri faisal ghani habib""",
    ),
    "slavic": (
        """Bara Bela Bog Bori Bra Dani Dem Dob Drag Fedo Gav Gor Gri Ili Jan Kal Kas Kolo Kos Kova Kru Kuz Laza Lev Luk Mak
        Mali Mar Mat Mel Mila Mir Miro Nik Niko Novo Orl Ostro Pav Petro Rad Rado Rom Ruda Sido Slav Stan Stef Tara Tim Trof
        Vas Vlad Vol Yaro Zaha Zelen Zima""",
        "kov enko chuk ski wicz vich lenko ov nov ova yuk ko vic kin iak nik icz man nikov cek tko ewski owski inski czak kowicz ynsky oviak",
    ),
    "african": (
        """Ade Olu Oba Ayo Ola Chi Nwa Oko Ife Uche Aba Mwa Kip Chep Nji Ndu Mba Ka Ba Dia Sy Ndia Tsha Mo Le Nko Zu Aki
                Ama Bole Dabe Eko Femi Gada Ige Kibe Lema Mako Nde Oge Rube Sese Tebe Wole Yaba""",
        "yemi wale femi bayo nna koro buike dozie ngozi chebe kosi beki runga nyane kele tshwa thembi rono tich moi mba ye",
    ),
    "nordic": (
        """Ander Berg Bjork Carl Dahl Ek Erik Falk Fors Fred Gran Gustaf Hag Hall Hed Hell Holm Jon Karl Lars Lind Lund Magnus
        Mal Matt Mo Nord Nyl Ols Oster Peder Rosen Sand Sjo Soder Sten Stor Strand Sund Sved Thor Ul Vester Vik Wall West""",
        "sen son strom gren berg qvist lund dahl stad vik mann holm blad rud gaard stein bach feld hauser",
    ),
    "islander": (
        "Ka Ke Ma Ta Fa Ale Lolo Tupo Sa Vai Moa Fono Tau Pau Leo Nau",
        """lani moku hale kai loa nui fua toa malo tele
        vaka moana puni tasi fetu uli""",
    ),
    "italian": (
        """Ales Ang Bar Bas Bel Ben Ber Bian Bon Bru Cam Cap Car Cas Cat Cav Cer Col Con Cor Cos Dam Dan Fab Fal Far Fer Fior
        For Fran Gal Gar Gen Gian Gior Gra Gri Gua Lan Leo Lom Lor Luc Mag Man Mar Mas Maz Mer Mic Mon Mor Nap Nic Oli Pag Pal
        Pas Pel Per Pia Ric Rin Riz Ros Rug Sal San Sar Sca Ser Sil Sor Tar Ter Tes Tor Tra Val Ven Ver Vil Vit Zam Zan""",
        "ini etti oni ucci ese ano ardi elli ino acci aldi ato azzo egli ena enti eri ico illo isi osi otti uzzi alli",
    ),
    "french": (
        """Beau Bel Bou Bour Cham Char Char Cour Dau De Des Du Dubo Fon Gau Ger Gi Jou La Lan Lau Le Li Lou Mar Mau Mon Mor Per
        Pom Pre Rein Ri Rou Saint Sau Tho Tri Vau Ver Vil""",
        "chard gnon mont neau pont quette rand reau ron roux rier seau tier ville vert vin zier champs fontaine blanc bois",
    ),
}
