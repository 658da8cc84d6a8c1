# Frames of unknown types before, between and behind: reserved ones, and one of a length of nothing.
>>> hex
211267726561736520313338303031333830303001180000d4d751062f6c6f67696e5009612e6578
616d706c65ef4040000003613d3143f10178
<<< hex
01030000d9
===
