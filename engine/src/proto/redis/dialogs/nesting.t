# Deeper than anybody needs.
<<<
+OK
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
*1
:5
===
< anomaly nesting_limit aggregates
< begin redis.reply tx=0 db database=0
< body "*1\r\n"
< end cut
< anomaly parser_resync
