# A value is compared with that of an entry's attribute.
>>> hex
302e0201026e2904107569643d312c64633d6578616d706c65301504066d6f62696c65040b3133383030313338303030
<<< hex
300c0201026f070a010604000400
===
> begin ldap.compare tx=0 db columns=dn,mobile rows=1 type="text/csv"
> derived "\"dn\",\"mobile\"\r\n\"uid=1,dc=example\",\"13800138000\"\r\n"
> end complete
