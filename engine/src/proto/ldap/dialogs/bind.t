# Simple binds: refused, accepted, and one without a password; Unbind.
>>> hex
302a02010160250201030419636e3d61646d696e2c64633d6578616d706c652c64633d636e80056775657373
<<< hex
301f020101611a0a013104000413696e76616c69642063726564656e7469616c73
>>> hex
302c02010260270201030419636e3d61646d696e2c64633d6578616d706c652c64633d636e800753336372657421
<<< hex
300c02010261070a010004000400
>>> hex
300c020103600702010304008000
<<< hex
300c02010361070a010004000400
>>> hex
30050201044200
===
> begin ldap.bind tx=0
> text  Plain "cn=admin,dc=example,dc=cn"
> end complete
> begin ldap.bind tx=0
> credential simple "cn=admin,dc=example,dc=cn":"guess"  95 awaits
> end complete
< begin ldap.result tx=0
< text  Plain "invalid credentials"
< end complete
> outcome tx=0 Rejected
> begin ldap.bind tx=1
> text  Plain "cn=admin,dc=example,dc=cn"
> end complete
> begin ldap.bind tx=1
> credential simple "cn=admin,dc=example,dc=cn":"S3cret!"  95 awaits
> end complete
> outcome tx=1 Accepted
> outcome tx=2 Accepted
