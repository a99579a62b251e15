"""Guesses whether a text is bokmål, nynorsk or English, by words that only one or two of them have.

Only short, frequent words: names of places and activities say nothing about the language around them.
"""

import re

WORDS = {
    "nb": "ikke fra hva hvor hvordan hvem hvilken jeg noe noen mye flere uke uken dere vi også bare et en som og er til med "
          "på av for det den de om at har blir ble var når kan skal ingen alle svar telt regnet dag nå ble knapper dører "
          "rettet lagret vises ganger måneder steder besøk",
    "nn": "ikkje frå kva kor korleis kven kva eg noko nokon mykje fleire veke veka dykk vi også berre eit ein som og er til "
          "med på av for det den dei om at har blir vart var når kan skal ingen alle svar talt rekna dag no vart knappar "
          "dører retta lagra viser gonger månader stader besøk",
    "en": "the and of to is are was were with from that this which who how what when not no have has been will can into "
          "their there than then they you your we our or by at as it its be if only also each every more less",
}
WORDS = {language: set(words.split()) for language, words in WORDS.items()}
# What is a word in another of them too, with another meaning, says nothing: now and “no”, ice and “is”, town and “by”.
SHARED = {"no", "is", "by", "at", "for", "be", "as", "or", "over", "under", "her", "so", "men", "an", "in", "if", "then", "of"}
WORDS = {language: words - SHARED for language, words in WORDS.items()}


def foreign(text, language):
    """The language that the text is really in, if it is marked with another one; None if nothing speaks against it.

    Two words of another language, and fewer of its own, are needed: a name or a quotation is no foreign text.
    """
    main = language.split("-")[0]
    if main not in WORDS:
        return None
    words = re.findall(r"[a-zæøåéèêòôA-ZÆØÅ]+", text.lower())
    score = {}
    for candidate, known in WORDS.items():
        # Only what the language of the mark does not have.
        score[candidate] = sum(1 for word in words if word in known and word not in WORDS[main])
    own = {candidate: sum(1 for word in words if word in WORDS[main] and word not in WORDS[candidate])
           for candidate in WORDS}
    best = max(score, key=score.get)
    return best if best != main and score[best] >= 2 and score[best] > own[best] else None
