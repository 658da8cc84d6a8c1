# Both sides agree on TLS: what follows is another protocol.
>>> hex
301d02010177188016312e332e362e312e342e312e313436362e3230303337
<<< hex
300c02010178070a010004000400
>>> hex
160301000501000001
===
> transport ldap none upgrade=used
< handover
