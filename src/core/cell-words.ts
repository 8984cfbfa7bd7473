/** What Data Loader, the Salesforce CLI, spreadsheets and databases write for nothing, in the languages of spreadsheets. */
export const nothing = new Set(
  '#N/A #N/A! #NV #N/D #N/D! #N/B #NB #I/T #BRAK #Н/Д N/A n/a N/a (null) <null> [null] (NULL) <NULL> [NULL] \\N undefined (blank) (leer) (vide)'.split(
    ' ',
  ),
)
/** What spreadsheets show instead of a value that they could not work out, in several languages. */
export const brokenFormulas = new Set(
  `#REF! #NAME? #VALUE! #DIV/0! #NUM! #NULL! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #BUSY! #ERROR! #GETTING_DATA
  #BEZUG! #WERT! #ZAHL! #ÜBERLAUF! #FELD! #VALEUR! #NOM? #NOMBRE! #NUL! #PROPAGATION! #¡REF! #¡VALOR! #¿NOMBRE? #¡DIV/0! #¡NUM! #¡NULO!
  #RIF! #VALORE! #NOME? #NUM.! #NULLO! #VALOR! #NULO! #VERW! #WAARDE! #NAAM? #DEEL/0! #GETAL! #LEEG! #REFERENS! #VÄRDEFEL! #NAMN? #ADR! #ARG! #NAZWA? #LICZBA! #ССЫЛКА! #ЗНАЧ! #ИМЯ? #ЧИСЛО! #ПУСТО! #ДЕЛ/0!`.split(
    /\s+/,
  ),
)
