# What does not parse is scanned raw.
>>> hex
302602010104067075626c6963a119020107020100020100300e300c06082b06
0102010104000500
>>> hex
301002010104067075626c6963a103020101
>>> hex
3133383030313338303030206973206e6f20534e4d50
>>> hex
301802010204067075626c6963a10b0201070201000201003000
===
> transport snmp none
> begin snmp.request tx=0
> credential community "":"public"  95 awaits
> end complete
> begin snmp.message tx=1
> anomaly header_malformed message
> body "0\x10\x02\x01\x01\x04\x06public\xa1\x03\x02\x01\x01"
> end complete
> begin snmp.message tx=2
> anomaly header_malformed message
> body "13800138000 is no SNMP"
> end complete
> begin snmp.message tx=3
> anomaly header_malformed message
> body "0\x18\x02\x01\x02\x04\x06public\xa1\x0b\x02\x01\x07\x02\x01\x00\x02\x01\x000\x00"
> end complete
