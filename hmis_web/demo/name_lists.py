"""Hand-made name lists of several cultures: given and family names, from common to rare."""

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
    "general": """
        Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Karen Sarah Lisa Nancy Betty Ashley
        Sandra Kimberly Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah Stephanie Rebecca Sharon
        Laura Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Katherine
        Christine Debra Rachel Carolyn Janet Catherine Heather Diane Ruth Julie Olivia Joyce Virginia
        Victoria Kelly Lauren Christina Joan Evelyn Judith Andrea Hannah Megan Cheryl Jacqueline Martha
        Gloria Teresa Ann Kathryn Frances Jean Abigail Alice Julia Judy Sophia Grace Denise Amber Doris
        Marilyn Danielle Beverly Isabella Theresa Diana Natalie Brittany Charlotte Marie Kayla Alexis Lori
        Tiffany Latoya Ebony Keisha Tamika Kiara Imani Destiny Jasmine Aaliyah Shanice Monique Yolanda
        Bonnie Peggy Wendy Dawn Tina Tracy Robin Kim Cathy Connie Sherry Rhonda Crystal Erin Shannon Holly
        April Kristen Katie Liz Beth Sue Jen Mandy Vicky Becky Molly Sadie Ruby Hazel Ivy Maeve Nora Fiona
        Siobhan Bridget Colleen Eileen Paige Brooke Jade Skye Autumn Summer Faith Hope Joy
    """,
    "hispanic": """
        Maria Guadalupe Juana Rosa Ana Carmen Margarita Veronica Leticia Alejandra Elena Gabriela Adriana
        Silvia Lucia Luz Esperanza Dolores Consuelo Marisol Xiomara Yesenia Rocio Araceli Graciela Beatriz
        Catalina Daniela Valeria Camila Mariana Ximena Paola Lorena Norma Irma Alma Blanca Socorro Pilar
        Ines Isabel Mercedes Magdalena Estela Itzel
    """,
    "asian": """
        Mei Li Ying Xiu Hua Lan Min Yan Jing Hui Thi Linh Huong Thuy Mai Ngoc Phuong Trang Anh Kim Hana Yuki
        Sakura Aiko Keiko Emi Naomi Soo Eun Ji Hye Yuna Minji Mee Pa Xee Kia Youa Bao Malee Ploy
    """,
    "south_asian": """
        Priya Anjali Lakshmi Sunita Meena Kavita Pooja Neha Asha Rekha Nisha Divya Shreya Aarti Deepa Geeta
        Radha Simran Harpreet Jaspreet Gurpreet Manpreet Sita Uma Kamala
    """,
    "arabic": """
        Fatima Aisha Maryam Zahra Layla Amina Noor Hana Salma Yasmin Rania Samira Nadia Zainab Khadija Huda
        Mona Leila Farah Soraya Parisa Shirin Nasrin Freshta Shukria
    """,
    "slavic": """
        Olga Natalia Svetlana Irina Tatiana Elena Ludmila Galina Oksana Yulia Ekaterina Nadezhda Vera Ivana
        Milica Jelena Katarzyna Agnieszka Malgorzata Zofia Ewa Halyna Larysa Daryna
    """,
    "african": """
        Amara Ngozi Chioma Adaeze Folake Yetunde Abena Akosua Efua Ama Wanjiku Njeri Achieng Makena Fatou
        Aminata Mariama Hawa Hodan Sahra Selam Tigist Hiwot Almaz Genet Zodwa Thandi
    """,
    "nordic": """
        Ingrid Astrid Sigrid Greta Freya Liv Karin Annika Elsa Helga Heidi Gisela Ursula Britta Anke Maren
        Solveig Dagny Linnea Saga
    """,
    "islander": """
        Leilani Kalea Mahina Noelani Pua Sina Lani Tala Moana Losa Ana Sela Malia Kailani Nani Lupe Salote
        Mele
    """,
}
FIRST_MALE: dict[str, str] = {
    "general": """
        James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew
        Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason
        Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel
        Gregory Alexander Frank Patrick Raymond Jack Dennis Jerry Tyler Aaron Jose Adam Nathan Henry Douglas
        Zachary Peter Kyle Ethan Walter Noah Jeremy Christian Keith Roger Terry Austin Sean Gerald Carl
        Harold Dylan Arthur Lawrence Jordan Jesse Bryan Billy Bruce Gabriel Joe Logan Alan Juan Albert
        Willie Elijah Wayne Randy Vincent Mason Roy Ralph Bobby Russell Bradley Philip Eugene Darnell Tyrone
        Jamal Terrence Andre Marcus Malik Darius DeShawn Jermaine Lamar Reggie Cedric Rodney Curtis Leroy
        Otis Mike Bill Jim Bob Tom Dave Steve Tony Chuck Rick Greg Jeff Ron Don Ken Danny Johnny Eddie Ricky
        Jimmy Tommy Frankie Shane Cody Dustin Travis Chad Brett Derek Corey Troy Lance Clint Wade Dale Glenn
        Earl Floyd Vernon Lloyd Clyde Homer Virgil Liam Owen Finn Declan Brendan Rory Hank
    """,
    "hispanic": """
        Juan Jose Luis Carlos Jesus Miguel Francisco Manuel Antonio Pedro Alejandro Ricardo Fernando Javier
        Roberto Raul Sergio Eduardo Jorge Hector Ramon Ruben Oscar Arturo Armando Enrique Salvador Martin
        Rafael Gerardo Alfredo Ernesto Guillermo Gustavo Pablo Mario Victor Cesar Angel Ignacio Esteban
        Felipe Mateo Santiago Diego Emilio Joaquin Rodrigo Adan
    """,
    "asian": """
        Wei Jun Ming Jian Hao Bo Tao Feng Minh Hung Dung Tuan Anh Khoa Long Huy Duc Tam Ken Hiroshi Kenji
        Takeshi Jin Sung Min Joon Hyun Tou Chue Kong Pheng Somchai
    """,
    "south_asian": """
        Raj Amit Sanjay Vijay Rahul Anil Sunil Ravi Arjun Deepak Rakesh Suresh Harpreet Gurpreet Manjit
        Balwinder Kuldeep Jagdeep Dev Kiran Mohan Prakash
    """,
    "arabic": """
        Ahmed Mohammed Ali Omar Hassan Hussein Ibrahim Yusuf Khalid Mahmoud Mustafa Abdullah Samir Tariq
        Karim Nabil Rami Ziad Farid Hamid Reza Navid Jawad Najib
    """,
    "slavic": """
        Ivan Dmitri Sergei Vladimir Alexei Nikolai Mikhail Andrei Igor Oleg Viktor Yuri Pavel Boris Maksim
        Bogdan Taras Petro Marek Piotr Tomasz Krzysztof Milan Goran
    """,
    "african": """
        Chidi Emeka Obinna Kwame Kofi Kojo Yaw Tunde Babatunde Femi Mamadou Ousmane Ibrahima Abdi Mohamud
        Dawit Tesfaye Yonas Bereket Kamau Otieno Juma Sipho Themba
    """,
    "nordic": """
        Erik Lars Sven Anders Bjorn Karl Gunnar Leif Olaf Nils Klaus Hans Jurgen Dieter Kurt Stefan Henrik
        Mikkel Axel Otto Rolf Einar
    """,
    "islander": """
        Keoni Kai Makoa Kaleo Sione Tevita Semisi Manu Tavita Ioane Koa Nalu Kekoa Viliami Siaosi Tana
    """,
}
LAST: dict[str, str] = {
    "general": """
        Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White
        Harris Martin Thompson Robinson Clark Lewis Lee Walker Hall Allen Young King Wright Scott Green
        Baker Adams Nelson Hill Campbell Mitchell Roberts Carter Phillips Evans Turner Parker Edwards
        Collins Stewart Morris Murphy Cook Rogers Reed Bell Bailey Cooper Richardson Cox Howard Ward
        Peterson Gray James Watson Brooks Kelly Sanders Price Bennett Wood Barnes Ross Henderson Coleman
        Jenkins Perry Powell Long Patterson Hughes Washington Butler Simmons Foster Bryant Alexander Russell
        Griffin Hayes Myers Ford Hamilton Graham Sullivan Wallace Woods West Cole Jordan Owens Reynolds
        Fisher Ellis Harrison Gibson Mcdonald Cruz Marshall Freeman Wells Webb Simpson Stevens Tucker Porter
        Hunter Hicks Crawford Henry Boyd Mason Kennedy Warren Dixon Burns Gordon Shaw Holmes Rice Robertson
        Hunt Black Daniels Palmer Mills Nichols Grant Knight Ferguson Rose Stone Hawkins Dunn Perkins Hudson
        Spencer Gardner Stephens Payne Pierce Berry Matthews Arnold Wagner Willis Ray Watkins Olson Carroll
        Duncan Snyder Hart Cunningham Bradley Lane Andrews Riley Carpenter Weaver Greene Elliott Chavis
        Lawson Franklin Bishop Banks Jefferson Booker Gaines Mosley Pettway Tolliver Broussard Landry Begay
        Yazzie Nez
    """,
    "hispanic": """
        Garcia Rodriguez Martinez Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez
        Diaz Reyes Morales Gutierrez Ortiz Ramos Ruiz Alvarez Mendoza Vasquez Castillo Jimenez Moreno Romero
        Herrera Medina Aguilar Vargas Castro Guzman Mendez Fernandez Munoz Salazar Soto Delgado Pena Rios
        Alvarado Sandoval Contreras Valdez Guerrero Estrada Ortega Nunez Maldonado Vega Santiago Dominguez
        Espinoza Silva Padilla Marquez Cortez Rojas Acosta Figueroa Luna Juarez Navarro Campos Molina Avila
        Ayala Mejia Carrillo Duran Santos Salinas Robles Solis Lara Cervantes Cardenas Fuentes
    """,
    "asian": """
        Nguyen Kim Tran Chen Wong Le Yang Wang Chang Chan Pham Li Park Singh Liu Lin Wu Huang Vang Xiong Lor
        Her Moua Thao Vue Yee Choi Kang Cho Tanaka Suzuki Sato Yamamoto Nakamura Ito Kobayashi Hoang Vu Vo
        Dang Bui Do Ngo Duong Ly Saechao Saeteurn Phan Truong Zhang Zhao Zhou Xu Sun Ma Zhu Hu Guo He Lim
        Tan
    """,
    "south_asian": """
        Singh Patel Sharma Kaur Kumar Shah Gupta Khan Gill Sandhu Dhillon Sidhu Grewal Mehta Desai Rao Reddy
        Nair Iyer Chowdhury Rahman Joshi Verma Bhatt
    """,
    "arabic": """
        Ahmed Ali Hassan Mohamed Hussein Khan Ibrahim Abdullah Rahimi Ahmadi Karimi Hashemi Haddad Khoury
        Nasser Saleh Aziz Mansour Farah Hamdan Noori Sharifi Azizi Stanikzai
    """,
    "slavic": """
        Ivanov Petrov Kovalenko Shevchenko Bondarenko Novak Kowalski Horvat Popov Volkov Sokolov Melnyk
        Kravchenko Lysenko Wisniewski Nowak Dvorak Kovac Jovanovic Petrovic
    """,
    "african": """
        Okafor Adeyemi Mensah Owusu Diallo Traore Abebe Tesfaye Haile Kamau Otieno Mwangi Okonkwo Eze
        Balogun Boateng Asante Toure Keita Warsame Osman Abdi Dlamini Nkosi
    """,
    "nordic": """
        Larsen Hansen Olsen Johansson Lindqvist Bergstrom Schmidt Schneider Fischer Weber Meyer Schulz
        Becker Hoffmann Koch Richter Klein Wolf Schroeder Neumann Jensen Nielsen Halvorsen Thorsen
    """,
    "islander": """
        Kealoha Kahale Tuiasosopo Fonoti Taufa Vea Fifita Latu Mahe Kamaka Faleafa Leota Tavake Moala Pauga
        Sapolu
    """,
}
