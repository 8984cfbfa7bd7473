import type { LanguageData } from './language.ts'

/** Names of English, German, Dutch and the Nordic languages, each list by how common the names are. */
export const germanic: readonly LanguageData[] = [
  {
    code: 'en',
    men: `James=Jim,Jimmy,Jamie John=Jack,Johnny Robert=Bob,Rob,Bobby,Robbie Michael=Mike,Mick,Mickey David=Dave,Davey
      William=Bill,Will,Billy,Liam Richard=Rick,Dick,Rich Joseph=Joe,Joey Thomas=Tom,Tommy Christopher=Chris,Kit
      Charles=Charlie,Chuck Daniel=Dan,Danny Matthew=Matt Anthony=Tony Mark Donald=Don Steven/Stephen=Steve
      Andrew=Andy,Drew Paul Joshua=Josh Kenneth=Ken,Kenny Kevin=Kev Brian/Bryan George Timothy=Tim Ronald=Ron,Ronnie
      Jason=Jay Edward=Ed,Eddie,Ted,Ned Jeffrey/Geoffrey=Jeff,Geoff Ryan Jacob=Jake Nicholas=Nick Gary Eric/Erik
      Jonathan/Johnathan=Jon Larry Justin Scott Brandon Benjamin=Ben Samuel=Sam,Sammy Gregory=Greg Alexander=Alex,Sandy
      Patrick=Pat,Paddy Frank Raymond=Ray Jack Dennis Jerry Tyler Aaron Henry=Harry,Hank Douglas=Doug Peter=Pete
      Nathan/Nathaniel=Nate,Nat Zachary=Zach Walter=Walt,Wally Harold=Hal Kyle Carl Arthur=Art Gerald=Gerry Roger Keith
      Lawrence=Larry,Laurie Albert=Al,Bert Graham/Graeme Ian Stuart/Stewart=Stu Neil Simon=Si Philip/Phillip=Phil
      Leonard=Len,Lenny Theodore=Ted,Theo Frederick=Fred,Freddie Maxwell=Max Vincent=Vince Colin Russell=Russ Clive`,
    women: `Mary=Molly,Polly Patricia=Pat,Trish,Patty Jennifer=Jenny,Jen Linda=Lynn Elizabeth/Elisabeth=Liz,Beth,Betty,Lizzie,Eliza
      Barbara=Barb,Babs Susan=Sue,Susie Jessica=Jess Sarah/Sara=Sally Karen Lisa Nancy Sandra=Sandy Ashley
      Emily=Em Kimberly=Kim Margaret=Peggy,Maggie,Meg Donna Michelle=Shelly Carol Amanda=Mandy Melissa=Mel,Missy
      Deborah/Debra=Debbie,Deb Stephanie=Steph Rebecca=Becky,Becca Sharon Laura Cynthia=Cindy Dorothy=Dot,Dottie Amy
      Kathleen=Kathy Angela=Angie Shirley Emma Brenda Pamela=Pam Nicole/Nichole=Nicky Anna/Anne/Ann=Annie Samantha=Sam
      Katherine/Catherine/Kathryn=Kate,Kathy,Katie,Kat Christine=Chris,Chrissie,Tina Helen Rachel/Rachael Carolyn Janet=Jan
      Victoria=Vicky,Tori Heather Diane Julie Joyce Evelyn Joan Christina=Tina,Chris Kelly Lauren Frances=Fran,Frankie Judith=Judy
      Megan=Meg Andrea Cheryl Olivia=Liv Ann Jean Alice Jacqueline=Jackie Martha Gloria Teresa/Theresa=Terry,Tess
      Madeleine=Maddie Eleanor=Nell,Ellie Gillian=Jill Abigail=Abby,Gail Charlotte=Lottie,Charlie Florence=Flo Imogen
      Philippa=Pippa Josephine=Jo,Josie Harriet=Hattie Zoe Bridget=Biddy Valerie=Val Gwendolyn=Gwen`,
    last: `Smith Johnson Williams Brown Jones Davis Miller Wilson Anderson Taylor Thomas Moore Martin Jackson Thompson White Harris
      Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Campbell Mitchell Roberts Carter
      Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan Cooper Reed Bailey Bell Kelly Howard
      Ward Cox Richardson Wood Watson Brooks Bennett Gray James Hughes Price Myers Long Foster Sanders Ross Powell Sullivan
      Russell Jenkins Perry Butler Barnes Fisher Henderson Coleman Simmons Patterson Jordan Reynolds Hamilton Graham Wallace
      O'Brien/OBrien O'Connor/OConnor O'Neill/ONeill MacDonald/McDonald McCarthy FitzGerald/Fitzgerald St._John Ellis Harvey`,
    lastShare: 0.36,
    starts: `Ash Black Brad Brook Burn Carl Chat Clay Cran Crom Dar Den East Elling Fair Farn Gar Green Hal Hamp Har Hart Haw
      Hazel High Hol Hop Horn Hunt Kings Lang Law Lin Long Mars Mel Mid Nor Oak Pem Pres Rams Red Rock Rother Sand Shel
      Shir Stan Staf Stock Strat Sut Thorn Up Wal War Water Wes Whit Win Wood Worth Wy`,
    ends: `ton ley worth field ford ham wood well combe croft bourne brook bury shaw hurst land man er son thwaite ridge den
      wick gate cliffe stead`,
  },
  {
    code: 'de',
    men: `Thomas=Tom Michael=Michi,Michel,Micha Andreas=Andi Peter Wolfgang=Wolfi,Wolf Klaus/Claus Jürgen Günther/Günter Stefan/Stephan=Steff Christian=Chris
      Uwe Werner Horst Frank Dieter Manfred=Manni Gerhard=Gerd Hans Bernd/Bernhard Thorsten/Torsten Matthias/Mathias=Matze,Hias Helmut/Hellmut
      Walter Heinz Martin Jörg Rolf Jens Sven/Swen Alexander=Alex,Sascha Jan Rainer/Reiner Holger Karl/Carl=Kalle Dirk Joachim=Achim,Jochen
      Ralf/Ralph Carsten/Karsten Oliver=Olli Heinrich=Heinz,Heiner Herbert Markus/Marcus Maximilian=Max,Maxi Lukas/Lucas Sebastian=Basti,Wastl
      Johannes=Hannes,Johann Tobias=Tobi Daniel=Dani Florian=Flo Philipp/Philip Benjamin=Benni Friedrich=Fritz,Friedel Wilhelm=Willi,Helm Franz
      Josef/Joseph=Sepp,Jupp Ludwig=Lutz Ulrich=Uli Eberhard=Ebbo Kai/Kay Felix Jonas Leon Niklas/Nicklas Konstantin/Constantin=Kosta Björn Jakob=Jockel Anton=Toni Georg=Schorsch Reinhard=Reini`,
    women: `Sabine=Bine Ursula=Uschi,Ulla Monika/Monica=Moni Petra Andrea Birgit/Birgitt=Biggi Susanne=Susi,Sanne Gabriele=Gabi Claudia/Klaudia Renate=Reni
      Karin/Carin Barbara=Babsi,Bärbel Martina=Tina Brigitte=Gitte,Gitti Stefanie/Stephanie=Steffi Angelika=Geli,Angie Heike Anna=Anni Ingrid Elke Nicole/Nikole
      Katharina/Catharina=Kathi,Käthe,Katja Anja Julia=Jule Sandra Elisabeth=Lisa,Sissi,Elli,Lisbeth Margarete/Margarethe=Grete,Gretel,Marga Christine/Kristine=Tine,Christel Christina=Tina
      Silke Kerstin/Kirsten Melanie=Melli Katrin/Kathrin/Catrin Helga Ute Erika/Erica Franziska=Franzi Johanna=Hanna,Hanni Lena Laura Lea Sarah/Sara
      Jana Antje Simone Tanja Anke Maria=Mia,Mizzi Cornelia/Kornelia=Conny,Nele Friederike=Rike,Fritzi Annette Sigrid=Siggi Jutta Magdalena=Leni,Magda Theresa/Teresa=Resi Alexandra=Alex Dorothea=Dörte,Doro`,
    last: `Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann
      Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze Maier Köhler
      Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther
      Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer
      Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel
      von_der_Heide von_Bergen Gruber Pichler Steiner Moser Egger Bühler Brunner Wyss`,
    lastShare: 0.3,
    starts: `Acker Au Bach Berg Birken Brand Breit Buch Burg Dorn Eber Eich Eisen Erd Esch Feld Frei Fröh Gold Grün Hag Hecken Hirsch
      Hoch Holz Kalt Kirch Kron Kupfer Lauten Lind Loh Mühl Nieder Nuss Ober Öhl Pfann Rauh Rei Reh Ried Rosen Rott Sand Schön Schwarz
      Silber Stein Stroh Tann Thal Ufer Wald Weiden Wein Weiß Wiesen Zell`,
    ends: `mann hofer bauer müller huber meier bach berger feld städter haus ner stein hammer schmidt busch wald inger mayr reuther brunner thaler hagen wirth`,
  },
  {
    code: 'no',
    men: `Jan Per/Pär Bjørn Ole Lars=Lasse Kjell Knut Arne Svein/Sven Thomas=Tom Hans=Hasse Geir Tor/Thor Morten Terje Odd Erik/Eirik/Eric John Martin Andreas=Andy
      Kristian/Christian=Kris Harald Rune Trond Tore Einar Espen Anders=Andy Øyvind/Eivind Rolf Jon Håkon/Haakon Magnus=Mange Steinar Håvard Kåre Jørgen/Jørn
      Frode Sigurd=Sig Stian Marius Kristoffer/Christoffer=Stoffer Henrik=Henke Daniel Fredrik/Frederik=Fred Nils=Nisse Gunnar Ragnar Torbjørn/Thorbjørn=Tobben Vidar Olav/Olaf Johannes=Johs Tormod Sverre`,
    women: `Anne/Ane Inger Kari Marit Ingrid=Inga Liv Eva Anna Berit Astrid Bjørg Hilde Solveig/Solvei Randi Marianne Ida Nina Kristin/Christin=Kris Elisabeth/Elisabet=Lise,Lisbeth,Bettan Bente
      Silje/Celie Hanne Heidi Kristine/Christine=Stine,Tine Tone Ragnhild Turid/Thurid Åse/Aase Linda Siri Camilla/Kamilla Maria Gunn Wenche Grete/Grethe Mette Sigrid Gro Tove Cecilie/Sesilie=Cille Julie Margrethe=Grete,Maggen Johanne=Hanne Katrine/Cathrine/Kathrine=Trine Synnøve Åshild Frøydis Karoline=Line Magdalena=Lena`,
    last: `Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen Berg Haugen Hagen Johannessen
      Andreassen Jacobsen/Jakobsen Dahl Jørgensen Henriksen Lund Halvorsen Sørensen Jakobsen Moen Gundersen Iversen Strand Solberg Svendsen Martinsen Eide
      Knutsen Bakken Paulsen Kristoffersen Mathisen Lie Amundsen Rasmussen Bakke Lunde Berge Moe Solheim Myhre Aas Holm Nygård/Nygaard Kristensen Fredriksen Antonsen
      Simonsen Ruud Ødegård/Ødegaard Sæther Næss Bøe Tangen Haug Myklebust Hauge`,
    lastShare: 0.4,
    starts: `Ask Bjørk Brekk Bråt Dal Eik Elv Fjell Foss Furu Gran Grøn Gul Hav Hegg Hell Hest Høy Kald Kvern Kvam Lang Lauv Lind Løv Mo Mos Myr Nes Nord
      Rogn Ros Rød Sand Sel Skar Skog Skå Sol Stein Stor Sund Svart Sør Tveit Ul Vann Vest Ål Øst`,
    ends: `heim land stad vik nes rud gård dal seth eng hagen bakken moen lien haug berg voll sund tveit eide mo ås rød bø`,
  },
  {
    code: 'sv',
    men: `Lars=Lasse Anders Mikael/Michael=Micke Johan/Johannes=Janne Per/Pär=Pelle Erik/Eric Karl/Carl=Kalle Nils=Nisse,Niss Jan=Janne Peter/Petter=Peppe Thomas/Tomas=Tompa Fredrik=Fredde,Freddie Daniel=Danne Andreas=Adde Hans=Hasse
      Mats=Matte Stefan/Staffan=Steffe Magnus=Mange Gustav/Gustaf=Gurra,Gösta Göran Bengt=Benke Bo=Bosse Jonas Leif=Leffe Christer/Krister=Crille Henrik=Henke Martin Björn Oskar/Oscar=Ogge Niklas/Niclas=Nicke Ulf=Uffe Kjell Viktor/Victor=Vicke Axel=Acke Mattias/Matthias=Matte
      Håkan=Hågge Alexander=Alle,Alex Joakim/Joachim=Jocke Sven=Svenne Robert=Robban Rickard/Richard=Rille Kristoffer/Christoffer=Stoffe Emil Patrik/Patrick=Putte,Patte Åke Sören`,
    women: `Anna/Anne=Annika Eva Maria/Marie=Maja,Mia Karin/Carin Kristina/Christina=Kicki,Stina,Tina Lena Sara/Sarah Kerstin/Kjerstin Emma Ingrid Birgitta/Britta=Gittan,Bibbi Malin Jenny Marianne Inger Elin Ulla Hanna/Johanna Linda Monica/Monika Elisabeth/Elisabet=Lisa,Bettan,Lisbet Katarina/Catarina/Katharina=Kattis,Kajsa,Karin
      Ida Annika Susanne/Susanna=Sussie Camilla/Kamilla=Millan Åsa Gunilla=Nilla Barbro=Babban Margareta/Margaretha=Greta,Maggan,Meta Helena=Lena Sofia/Sofie=Fia,Soffan Frida Cecilia=Cissi,Cilla Viktoria/Victoria=Vickan Ulrika=Ulle Josefin/Josefine=Jossan Charlotta/Charlotte=Lotta Magdalena=Malena Agneta=Neta Gabriella=Gabbi Pernilla=Nilla Åsa Lovisa=Lova`,
    last: `Andersson Johansson Karlsson/Carlsson Nilsson Eriksson/Ericsson Larsson Olsson Persson Svensson Gustafsson/Gustavsson Pettersson/Petersson Jonsson/Johnsson Jansson Hansson Bengtsson Jönsson Lindberg
      Jakobsson/Jacobsson Magnusson Olofsson Lindström Lindqvist/Lindkvist Lindgren Axelsson Berg Bergström Lundberg Lind Lundgren Lundqvist/Lundkvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg
      Wallin Engström Eklund Danielsson Lundin Håkansson Björk Bergman Gunnarsson Holm Wikström Samuelsson Isaksson Fransson Bergqvist Nyström Holmberg Arvidsson Löfgren Söderberg Nyberg Blomqvist`,
    lastShare: 0.42,
    starts: `Alm Ask Asp Berg Björk Blom Bäck Dahl Ek Eng Fors Gran Grön Gyll Hag Hall Hed Hell Holm Häll Hög Käll Kron Lag Lilj Lind Ljung Lund Löf Malm Mel Ny Nord
      Norr Ros Sand Sjö Skog Stål Strand Ström Sund Svan Söder Tall Tegn Vall Vest Vik Ång Öhr Öst Zetter`,
    ends: `ström kvist qvist gren berg lund blad man dahl stedt in én ell mark holm vall löf bom rot fors ner`,
  },
  {
    code: 'da',
    men: `Peter Michael=Mik Jens Lars=Lasse Thomas=Tom Henrik Søren/Sören Christian/Kristian=Chris Martin Jan Morten Jesper Anders Niels/Nils Mads Hans Jørgen/Jørn Rasmus=Ras Per/Peer Ole Carsten/Karsten Kim Erik John Mikkel Torben Frederik/Fredrik=Frede,Fred Nikolaj/Nicolai/Nicolaj=Nik Poul/Povl Kasper/Casper Mathias/Matias Bent Claus/Klaus Steen/Sten Simon Kristoffer/Christoffer=Stoffer Emil Alexander=Alex Jacob/Jakob Flemming Åge/Aage Bjarne Asger Jeppe`,
    women: `Anne=Annie Kirsten=Kis Mette Hanne Anna Helle Maria Susanne=Sus Lene Marianne Camilla Lone Louise Charlotte=Lotte Pia Tina Gitte Ida Karen=Kaja Inge Bente Julie Jette Sofie/Sophie Karin Christina/Kristina=Tina Katrine/Cathrine=Trine Elisabeth=Lisbeth,Lise,Bette Birgitte=Gitte Cecilie=Cille Emma Lærke Freja Margrethe=Grethe Caroline/Karoline=Line Maja Sørine Ditte Signe Åse/Aase Bodil`,
    last: `Nielsen Jensen Hansen Andersen Pedersen Christensen/Kristensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen Olsen Thomsen Christiansen/Kristiansen Poulsen/Povlsen Johansen Møller Mortensen Knudsen Jakobsen/Jacobsen Jacobsen Mikkelsen Olesen Frederiksen Laursen Henriksen Lund Schmidt Eriksen Holm Kristiansen Clausen Simonsen Svendsen Andreasen Iversen Jeppesen Mogensen Østergaard/Østergård Nissen Lauridsen Jespersen Vestergaard Kjær Dahl Nørgaard Kjærgaard Søndergaard Bech Bruun Winther`,
    lastShare: 0.55,
    starts: `Ager Bak Birke Bjerre Brøn Dam Elle Engel Fis Fog Grøn Hede Hessel Hjort Hol Højl Kirke Klit Kold Krog Lind Lyng Mose Møl Nør Over Raun Rosen Rug Rye Skov Sten Sø Thy Toft Vang Ved Vester Vind Øster`,
    ends: `gaard bæk holm lund feldt by skov strup kjær toft mark bjerg sen dal høj borg ling`,
  },
  {
    code: 'nl',
    men: `Jan=Janus Johannes=Hans,Johan,Jo,Jannes Cornelis=Cees,Kees,Cor Hendrik=Henk,Rik Willem=Wim,Pim Pieter/Peter=Piet Petrus=Piet Gerrit=Ger Jacobus=Jaap,Koos,Co Johan=Joop Theodorus=Theo,Dorus Wilhelmus=Wim,Willem Adrianus=Ad,Arie,Adriaan Marinus=Rien,Rinus Antonius=Ton,Toon,Anton Franciscus=Frans Lambertus=Bert,Bart Albertus=Bert,Ab Nicolaas/Nikolaas=Nico,Klaas Mark/Marc Erik/Eric Rob Robert=Rob,Robbie Martijn/Martin Jeroen Dennis Bart Bas Sebastiaan=Bas Tom Thomas=Tom Daan Daniël=Daan Sander Alexander=Alex,Sander,Lex Michiel/Michael=Michel Mohamed=Mo Ruud Rudolf=Ruud,Ruurd Dirk Frederik=Freek,Frits Joost Maarten Matthijs/Mathijs=Thijs Koen Coenraad=Koen,Coen Stefan Niels Gijsbert=Gijs Leendert=Leen Christiaan=Chris`,
    women: `Maria=Ria,Mieke,Marijke,Mia Johanna=Joke,Hanneke,Jo,Anneke Anna=Anneke,Annie,Ans Cornelia=Corrie,Cora,Nel Wilhelmina=Mien,Willemien,Mina,Wil Elisabeth=Els,Bets,Betty,Liesbeth Catharina/Katharina=Toos,Ineke,Carin,Trijntje Hendrika=Riek,Hennie,Rika Adriana=Adrie,Jaan Jacoba=Coba,Cobie Petronella=Nel,Petra,Nelly Margaretha=Greet,Greetje,Margriet Geertruida=Truus,Geertje,Trudy Monique Sandra Linda Esther/Ester Saskia Ingrid Marjolein Sanne Lisa Femke Fleur Emma Lotte Charlotte=Lotte Anouk Eva Julia Sophie/Sofie Kim Mariëlle Renée Daniëlle/Danielle Wendy Yvonne/Ivonne Aaltje Francisca=Cisca,Sisca,Fransje Antonia=Toos,Tonnie Theodora=Door,Dora Magdalena=Leny,Lena,Magda`,
    last: `de_Jong Jansen/Janssen de_Vries van_den_Berg/van_de_Berg van_Dijk/van_Dyk Bakker Janssen Visser Smit/Smits Meijer/Meyer de_Boer Mulder de_Groot Bos Vos Peters Hendriks/Hendrix van_Leeuwen Dekker Brouwer de_Wit Dijkstra/Dykstra Smits de_Graaf van_der_Meer van_der_Linden Kok Jacobs de_Haan Vermeulen van_den_Heuvel van_der_Veen van_den_Broek de_Bruijn/de_Bruin Schouten van_Beek van_der_Heijden/van_der_Heyden Willems van_Vliet van_de_Ven Hoekstra Maas Verhoeven Koster van_Dam van_der_Wal Prins Blom Huisman Peeters de_Jonge Kuipers van_Veen Post Kuiper Veenstra Kramer van_den_Brink Scholten van_Wijk Postma Martens Vink Timmermans`,
    lastShare: 0.38,
    starts: `Achter Appel Berken Boeren Boom Broek Brug Burg Dijk Doorn Eiken Else Gouds Groen Haver Heem Heu Hoog Hout Jonk Kamp Kerk Klaver Konings Korte Lange Lind Meers Moler Nieuwen Noord Oosten Oude Paarde Polder Riet Roos Ruiten Sand Steen Stok Suur Veld Water Weste Wilde Winter Wolf Zand Zee Zout Zwart`,
    ends: `stra man ma huis hof kamp berg laar dijk burg veld meijer horst hout weg boer wijk inga sma steeg zoon beek brink donk`,
    particles: 'van_der van van_den',
  },
]
