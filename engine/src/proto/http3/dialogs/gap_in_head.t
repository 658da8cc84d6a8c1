# A gap over a frame's end: what follows is taken for body.
>>> hex
01180000d4d751062f6c6f67696e5009612e6578616d706c65ef0005613d
><> 9
>>> hex
6d6f62696c653d3133383030313338303030
<<< hex
01030000d9
===
