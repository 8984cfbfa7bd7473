/** Names of one language: first names with what people are called instead, and last names. */
export interface Language {
  readonly firstNames: readonly string[]
  readonly lastNames: readonly string[]
}

const words = (text: string) => text.trim().split(/\s+/)

export const languages: readonly Language[] = [
  {
    firstNames:
      words(`Robert William James Elizabeth Margaret Katherine Thomas Edward Christopher Jennifer Michael Patricia
      Richard Susan Daniel Rebecca Anthony Stephanie Benjamin Victoria Samuel Jonathan Deborah Gregory Philip Theodore`),
    lastNames:
      words(`Smith Johnson Brown Taylor Wilson Thompson Wright Walker Robinson Harrison Mitchell Campbell Anderson
      Whitfield Ashworth Blackwood Carmichael Pemberton Fairweather O'Brien O'Sullivan McCarthy MacDonald Lancaster`),
  },
  {
    firstNames:
      words(`Åse Bjørn Søren Kåre Jørgen Ragnhild Øyvind Håkon Synnøve Terje Lars Ingrid Anders Kristin Magnus Solveig
      Torbjørn Gunnar Sigrid Eirik Tormod Bård Åshild Frøya`),
    lastNames:
      words(`Ødegård Ås Nygård Sørensen Jørgensen Bakke Haugen Kvåle Lindqvist Björk Hägglund Åkesson Sandström
      Bjørnstad Høiland Grønvold Skår Ålund Tveit Moe Rasmussen Kjærgaard Nørgaard`),
  },
  {
    firstNames:
      words(`Jürgen Günther Jörg Käthe Björn Wolfgang Heinrich Friedrich Katharina Matthias Ursula Stefan Andreas Susanne
      Lukas Lena Maximilian Franz Klaus Margarete`),
    lastNames:
      words(`Müller Schäfer Köhler Größ Weiß Böhm Krüger Schröder Lüdenscheidt Fröhlich Bäcker Jäger Zöllner Weißmüller
      Strauß Hübner Schönfeld Brüggemann Döring Rößler`),
  },
  {
    firstNames:
      words(`François Jean-Baptiste Éloïse Hélène Benoît Zoë Anaïs Jérôme Geneviève Marie-Claire Frédéric Mathieu Nicolas
      Sébastien Philippe Guillaume Cécile Agnès`),
    lastNames:
      words(`Lefèvre Dubois-Martin Béranger Château Fournier Gauthier Lévêque Moreau Pélissier Rousseau Théroux Vaillancourt
      Desjardins Beauchêne D'Arcy L'Hermitte Crépin`),
  },
  {
    firstNames:
      words(`José María Iñaki Begoña Ángel Concepción Francisco Guillermo Ignacio Rocío Joaquín Lucía Alejandro Enrique
      Giuseppe Francesca Giovanni Alessandro Niccolò Chiara Lorenzo Matteo`),
    lastNames:
      words(`García Núñez Muñoz Ibáñez Peña Gutiérrez Velázquez Castañeda Rodríguez Zúñiga Bianchi Esposito D'Angelo
      Lombardi Marchetti Pellegrini Santoro Ferrari`),
  },
  {
    firstNames:
      words(`Сергей Владимир Екатерина Наталья Дмитрий Юлия Алексей Татьяна Михаил Ольга Павел Иван Николай Пётр
      Γεώργιος Ελένη Νικόλαος Κωνσταντίνος Μαρία Παύλος Δημήτριος`),
    lastNames:
      words(`Кузнецов Смирнова Петров Волков Соловьёв Морозова Фёдоров Жуков Щербаков Чайковский Παπαδόπουλος
      Αλεξίου Νικολαΐδης Καραμανλής Θεοδωράκης Γεωργίου`),
  },
  {
    firstNames:
      words(`Łukasz Małgorzata Wojciech Agnieszka Krzysztof Zofia Şükrü İpek Çağla Ömer Gülşen Václav Jiří Šárka Ondřej
      Žaneta György Zoltán Erzsébet Ștefan`),
    lastNames:
      words(`Wójcik Kowalczyk Wiśniewski Zieliński Dąbrowska Szczepański Yıldız Özdemir Şahin Çelik Dvořák Němcová Procházka
      Černý Nagy Szabó Kővári Ionescu`),
  },
]

/** English nicknames, in one direction, as people use them. */
export const nicknames: Readonly<Record<string, string>> = {
  Robert: 'Bob',
  William: 'Bill',
  James: 'Jim',
  Elizabeth: 'Liz',
  Margaret: 'Peggy',
  Katherine: 'Kate',
  Thomas: 'Tom',
  Edward: 'Ted',
  Christopher: 'Chris',
  Jennifer: 'Jenny',
  Michael: 'Mike',
  Patricia: 'Trish',
  Richard: 'Dick',
  Susan: 'Sue',
  Daniel: 'Dan',
  Rebecca: 'Becky',
  Anthony: 'Tony',
  Stephanie: 'Steph',
  Benjamin: 'Ben',
  Victoria: 'Vicky',
  Samuel: 'Sam',
  Jonathan: 'Jon',
  Deborah: 'Debbie',
  Gregory: 'Greg',
  Philip: 'Phil',
  Theodore: 'Ted',
  Friedrich: 'Fritz',
  Maximilian: 'Max',
  Katharina: 'Katja',
  Margarete: 'Grete',
  Francisco: 'Paco',
  Guillermo: 'Memo',
  Ignacio: 'Nacho',
  Giuseppe: 'Beppe',
  Sergej: 'Serge',
  Alejandro: 'Alex',
  Giovanni: 'Gianni',
  Nicolas: 'Nico',
  Владимир: 'Вова',
  Екатерина: 'Катя',
  Дмитрий: 'Дима',
}
