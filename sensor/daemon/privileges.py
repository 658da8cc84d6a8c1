"""Gives up everything but the right to capture, before the first packet is read.

A ring has to be opened again when its interface comes back, so CAP_NET_RAW stays; nothing else does. That happens
before the engine starts its threads, because capabilities belong to threads (capabilities(7)).
"""

from __future__ import annotations

import ctypes
import os
import pwd
from typing import Any, Final

from sensor.errors import ConfigError

_PR_SET_KEEPCAPS: Final = 8
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_DUMPABLE: Final = 4
_CAPABILITY_VERSION_3: Final = 0x20080522
_CAP_NET_RAW: Final = 1 << 13


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def _library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def no_new_privileges() -> None:
    """No program that this process might start can gain a privilege, and nobody can dump its memory.

    The memory of a sensor holds what it sees: a core file would be a leak of its own.
    """
    library = _library()
    library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def account(user: str) -> pwd.struct_passwd:
    """The account that a service becomes.

    Raises:
        ConfigError: If there is none of this name.
    """
    try:
        return pwd.getpwnam(user)
    except KeyError:
        reason = f"service.user: there is no account `{user}` (useradd --system {user})"
        raise ConfigError(reason, place=("service", "user")) from None


def drop(user: str, *, keep: tuple[str, ...] = ()) -> bool:
    """Becomes ``user`` with no capability but CAP_NET_RAW. Does nothing unless the process is root and a user is named.

    Args:
        user: Name of the account; empty: stay who we are.
        keep: Files and directories that have to be the user's.

    Returns:
        Whether the process is now somebody else.

    Raises:
        ConfigError: If there is no such account, or the kernel refuses.
    """
    if not user or os.geteuid() != 0:
        return False
    becomes = account(user)
    for path in keep:
        os.chown(path, becomes.pw_uid, becomes.pw_gid)
    library = _library()
    library.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.initgroups(user, becomes.pw_gid)
    os.setresgid(becomes.pw_gid, becomes.pw_gid, becomes.pw_gid)
    os.setresuid(becomes.pw_uid, becomes.pw_uid, becomes.pw_uid)
    header = _Header(_CAPABILITY_VERSION_3, 0)
    data = (_Data * 2)(_Data(_CAP_NET_RAW, _CAP_NET_RAW, 0), _Data(0, 0, 0))
    if library.capset(ctypes.byref(header), ctypes.byref(data)) != 0:
        reason = f"service.user: the kernel refuses CAP_NET_RAW: {os.strerror(ctypes.get_errno())}"
        raise ConfigError(reason)
    return True
