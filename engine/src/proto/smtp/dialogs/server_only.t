# The server alone.
<<<
220-mx.example.cn
220 ESMTP
250-mx.example.cn
250 STARTTLS
250 <a@example.cn> ok
354 go on
250 queued
===
< begin smtp.reply tx=0
< body "220-mx.example.cn\r\n220 ESMTP\r\n250-mx.example.cn\r\n250 STARTTLS\r\n250 <a@example.cn> ok\r\n354 go on\r\n250 queued\r\n"
< end complete
