# A section that waits for entries of a table that does not come.
>>> hex
010702008051022f780003613d31
<<< hex
01030000d9
===
