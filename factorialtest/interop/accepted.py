"""The findings of a component that are known and explained.

A list of them is a TOML file: each entry has a regular expression that matches a whole finding, a line of text, and a
reason. A finding without an entry fails the run. So does an entry without a finding, if the run finds the same each time.
"""

import collections
import re
import tomllib


class Accepted:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.entries = tomllib.load(f).get("accepted", [])
        for entry in self.entries:
            if not entry["reason"].strip():
                raise ValueError(f"{path}: {entry['finding']} has no reason")
            entry["pattern"] = re.compile(entry["finding"], re.DOTALL)
        self.counts = collections.Counter()
        self.unexpected = []

    def take(self, finding):
        """Counts a finding at the first entry that matches it, or keeps it as unexpected."""
        for i, entry in enumerate(self.entries):
            if entry["pattern"].fullmatch(finding):
                self.counts[i] += 1
                return
        self.unexpected.append(finding)

    def report(self, examples=None, repeatable=True, shown=40):
        """Prints the counts of all entries and the unexpected findings, each with its example, if there is one. It returns
        whether the run passes."""
        stale = []
        for i, entry in enumerate(self.entries):
            print(f"  accepted {self.counts[i]:6}  {entry['finding']}\n                   {entry['reason']}")
            if not self.counts[i] and repeatable:
                stale.append(entry["finding"])
        for finding, n in collections.Counter(self.unexpected).most_common(shown):
            print(f"  UNEXPECTED {n:4}  {finding[:600]}")
            if examples:
                print(f"                   {str(examples[finding])[:600]}")
        if len(set(self.unexpected)) > shown:
            print(f"  and {len(set(self.unexpected)) - shown} more")
        for finding in stale:
            print(f"  STALE: nothing matches {finding}: remove the entry")
        return not self.unexpected and not stale
