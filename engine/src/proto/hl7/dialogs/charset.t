# A character set whose characters hold separators: 張 is 8f 7c in GBK's big sister, 嘳 holds a bar.
>>> hex
0b 4d53487c5e7e5c267c41424344 7c7c7c7c31 7c7c 414454 7c 4d31 7c 50 7c 322e35 7c7c7c7c7c7c 4742203138303330 2d32303030 0d
5049447c317c7c7c7c 877c d5c5cEB0 20 3133383030313338303030 0d 1c0d
===
> begin hl7.message tx=0
> text  UrlEncoded "MSH-3=ABCD&MSH-18=GB 18030-2000&PID-5=噟张伟 13800138000&"
> end complete
