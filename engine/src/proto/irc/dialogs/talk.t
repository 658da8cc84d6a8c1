# Messages of both sides under their target, colours taken out, tags, a topic, other lines as they are.
>>>
JOIN #crm s3cret-key,
PRIVMSG #crm :\x02call\x02 \x0304138\x0f00138000 now
NOTICE wang :{"mail":"li@example.cn"}
TOPIC #crm :returns of 张伟
@+draft/note=13900139000\\sx;label=4 PRIVMSG #crm :ok
<<<
@time=2026-10-11T22:14:15.000Z;account=wangfang :wang!w@203.0.113.9 PRIVMSG li :\x01ACTION waves 13700137000\x01
:irc.example 332 li #crm :all about 13600136000
:irc.example 311 li wang w 203.0.113.9 * :Wang Fang 13500135000
:wang!w@203.0.113.9 JOIN #crm
:wang!w@203.0.113.9 PRIVMSG #crm :hm
===
> begin irc tx=0
> credential key "#crm":"s3cret-key" join 80
> text message Headers "#crm: call 13800138000 now\n"
> text message Headers "wang: {\"mail\":\"li@example.cn\"}\n"
> text topic Headers "#crm: returns of 张伟\n"
> text tag Headers "+draft/note: 13900139000 x\n"
< begin irc tx=0
< text tag Headers "account: wangfang\n"
< text message Headers "li:  ACTION waves 13700137000 \n"
< text topic Headers "#crm: all about 13600136000\n"
< body "311 li wang w 203.0.113.9 * :Wang Fang 13500135000\r\nJOIN #crm\r\n"
> end complete
< end complete
