#!/usr/bin/env python3
"""Counts how words stand in running news: the table that says which names are also everyday words.

usage: count_words.py FILE… > name-counts.tsv

Each FILE is NDJSON with "text" (and "title", which is not counted: headlines capitalise at will). Only counts are
kept, of words, acronyms and all, that stand at least five times. `lower`: in small letters; `mid`: with a capital, alone, inside a
sentence; `start`: with a capital, first in a sentence; `inside`: with a capital, beside another capitalised word.
Labels of the texts are not looked at; the last four columns of the table are for counts from marked texts, if any.
"""
import collections
import json
import re
import sys

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?:;\n\"“”(),]")
LEAST = 5


def main():
    counts = collections.defaultdict(lambda: [0, 0, 0, 0])
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                count(json.loads(line).get("text") or "", counts)
    print("name\tlower\tmid\tstart\tinside\tper\tloc\torg\tother")
    for word in sorted(counts):
        if sum(counts[word]) >= LEAST:
            print("\t".join([word] + [str(n) for n in counts[word]] + ["0"] * 4))


def is_name_like(word):
    return word[0].isupper()


def count(text, counts):
    words = WORD.findall(text)
    for i, word in enumerate(words):
        if not word[0].isalpha():
            continue
        if re.search(r"['’]s$", word):
            word = word[:-2]
        before = words[i - 1] if i else "."
        after = words[i + 1] if i + 1 < len(words) else "."
        if word.islower():
            counts[word.lower()][0] += 1
        elif before in ".!?:;\n\"“”":
            counts[word.lower()][2] += 1
        elif is_name_like(before) or is_name_like(after):
            counts[word.lower()][3] += 1
        else:
            counts[word.lower()][1] += 1


if __name__ == "__main__":
    main()
