"""Cases that are another case, locked or broken."""

import subprocess

from content import HERE, case
from written import raw_gbk_euc


def changed(path, change, what, **extra):
    source = HERE / "raw-gbk-euc.pdf"
    truth = raw_gbk_euc(source)
    truth.what, truth.extra = what, extra
    change(source, path)
    return truth


@case
def encrypted_empty(path):
    def lock(source, target):
        subprocess.run(["qpdf", "--encrypt", "", "owner-secret", "256", "--", source, target], check=True)

    return changed(path, lock, "AES-256 加密，用户口令为空：照常读。")


@case
def encrypted_rc4(path):
    def lock(source, target):
        subprocess.run(["qpdf", "--allow-weak-crypto", "--encrypt", "", "owner-secret", "128", "--use-aes=n", "--", source, target], check=True)

    return changed(path, lock, "RC4-128 加密，用户口令为空：照常读。")


@case
def encrypted_password(path):
    def lock(source, target):
        subprocess.run(["qpdf", "--encrypt", "user-secret", "owner-secret", "256", "--", source, target], check=True)

    truth = changed(path, lock, "要口令才能打开：报错 encrypted。", error='"encrypted"')
    truth.tables, truth.paragraphs = [], []
    return truth


@case
def broken_xref(path):
    def smash(source, target):
        data = source.read_bytes()
        at = data.rindex(b"xref\n0 ")
        broken = bytes(b"0"[0] + (b - 47) % 10 if 48 <= b <= 57 else b for b in data[at + 7 : data.rindex(b"trailer")])
        data = data[: at + 7] + broken + data[data.rindex(b"trailer") :]
        target.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n99999\n%%EOF\n")

    return changed(path, smash, "交叉引用表的偏移全错：照常读。")


@case
def truncated(path):
    def cut(source, target):
        data = source.read_bytes()
        target.write_bytes(data[: data.rindex(b"xref\n0 ") - 7])

    return changed(path, cut, "文件尾（交叉引用表和 trailer）丢失：读出来的不能错，或者报错 damaged。", may_be='"damaged"')
