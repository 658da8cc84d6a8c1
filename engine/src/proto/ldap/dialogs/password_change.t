# The old and the new password go by.
>>> hex
304502010177408017312e332e362e312e342e312e343230332e312e31312e3181253023800f7569643d312c6f753d70
656f706c6581076f6c647061737382076e657770617373
<<< hex
300c02010178070a010004000400
===
> begin ldap.request tx=0
> text  Plain "uid=1,ou=people"
> end complete
> begin ldap.request tx=0
> credential change "uid=1,ou=people":"oldpass"  95 awaits
> end complete
> begin ldap.request tx=0
> credential change "uid=1,ou=people":"newpass"  95 awaits
> end complete
> outcome tx=0 Accepted
