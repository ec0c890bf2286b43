// Keys and a signature that OpenSSL's command line made, for known answers. Their only use is here.
#pragma once

#include <string_view>

namespace drydock::tests {

inline constexpr std::string_view test_key_pem = R"(-----BEGIN PRIVATE KEY-----
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDBnmPKLQAzd+pC
fmZgUM2Tr+7lTsDNS8subIhC1+RBetxaWPgAbUiSfYNFW4jK/CxVuRKZkRpa4/ju
dkP+yXGW7TevRDtwtwlGvXARE1ei+3vXV/6kMd1a4J3ISbokUmHn2dwW70BLFgnN
1leS757EXytz0+jvQ7+QSJSbF80WZMTJ8S95Stsn8hjWAsuvgxUMIXwNxMoZVF4T
jAxSM9PPu1LoIgQyJUqvAP4AP5uU67uGP2hB4RuB3B4rgGKeVxx++zErACG8sCGs
k/jueELmsVgDhus7AO4y/q/RvYkGY50iCRSNqzn7rQrdvg9U7UlE9gBFSZRbRpl8
UgksU915AgMBAAECggEAEp0kEdE+tjP+kPLu666I/PxKdsAZ+AKj32wus2Jm/saN
faAVA5F+CxtG7fmNTppstrcKqznQc1F8Yox7H/kE0xIuKsrf/geSvDrFFdcqszAD
KWI7yFRE6BI1CQbRfuFuqSgAKTJKF43gVmoXVDh2JoHRvxptx+bW+UuJAdoJbPAL
IiizTpT/RmxvoUs1mu725KqNWysaiYYwdyLZXHtuicMTMn9BI3l1TDcYJrFctxIb
eP9BTsHJ2eIePnmLw4Fljh21FZ4piqU/0g/shSo/072UZ1zgMJm9+JK7jKC6dHp+
dhMtaowPhl/cjimZy2dE4Z1LPVzGSkxBe3OtWmH/awKBgQDzlXrDAflgtxCw0WHS
rR87CivQPiix1U5Y+WrOmHLtVwGkjIwZQmaLjiZlDCgj/7i2UxUBv3fJNCDG3bVA
zc2m2UsvIsb//Yev4mLn3niHx+STrdtg60wvmVgv1cLv7qmGId9vM9wQfBrEu//Z
r8sSeOHhcDILOjjeA1B6JlG3TwKBgQDLfOpog2oGkAQfuZatObUPot0G8FxLb6ca
znX6hxLqHt0dE4HHed5eCCd6YwQCHoqpPwAhjpOikIgUN5jHnDJiJLtwB3tVroxR
jmRmxX1igMRE4BdF6Kq0ofOIXC74CmGoS/nNbMPNeF0mnvarRg2KkGyU4aWEVOXX
RtHIowPstwKBgQC+dPOPBL0jtSAU0TLG0tyngjVt1xxkqB9hjGvJ7AN4tl4vdkGZ
AoVBuz0kJ1Q/iZS44s97FWWo6dxzAinV6NVTD3Ys/elRgcAVc1LYb+gYauC74+Wz
q2dflGwSwvZwOlFM8rFMtuTr8s3PZBwR7tU+tUwQxHQsuTJ7zWWgjNO6GwKBgGyV
8BBtb/qoh0rWok016iS55/B3+whWQHnRiqtxwOomJiAJ9MsZgUv0Vfy9Mbpfyeae
s9c0Whv5vGPtdx2tgEVXDJ6vn2UNi9tJfNJKuKoDxLhsTH8FtXJGqcouRvIduBcy
086HJ8VRYYPmeALVkwxKHWclMkn3c97476F9O+7pAoGBAIhUyRKmVBijyLnvlrJl
sREJhkz+PbaP1hV+zF94dOmWtclCAOCCf8dKC5gFb8gL+WFFGZ6tcfWeplELl8M9
iZRFsg1SiYO2tvDg0oXi6KtH5z3iH+xL9h1fwOC3xYxQd7qAItaLdqtK54FbpAjI
TRUVGvGs7Klc7/wOLnyPYfUy
-----END PRIVATE KEY-----
)";

/// Its public half.
inline constexpr std::string_view test_public_pem = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwZ5jyi0AM3fqQn5mYFDN
k6/u5U7AzUvLLmyIQtfkQXrcWlj4AG1Ikn2DRVuIyvwsVbkSmZEaWuP47nZD/slx
lu03r0Q7cLcJRr1wERNXovt711f+pDHdWuCdyEm6JFJh59ncFu9ASxYJzdZXku+e
xF8rc9Po70O/kEiUmxfNFmTEyfEveUrbJ/IY1gLLr4MVDCF8DcTKGVReE4wMUjPT
z7tS6CIEMiVKrwD+AD+blOu7hj9oQeEbgdweK4BinlccfvsxKwAhvLAhrJP47nhC
5rFYA4brOwDuMv6v0b2JBmOdIgkUjas5+60K3b4PVO1JRPYARUmUW0aZfFIJLFPd
eQIDAQAB
-----END PUBLIC KEY-----
)";

/// The key's thumbprint, by RFC 7638.
inline constexpr std::string_view test_key_id = "mRaTEqI39y1vHgWgu5bifg78XzFOLRuvDHgGBRLGK1s";
inline constexpr std::string_view test_modulus =
    "wZ5jyi0AM3fqQn5mYFDNk6_u5U7AzUvLLmyIQtfkQXrcWlj4AG1Ikn2DRVuIyvwsVbkSmZEaWuP47nZD_slx"
    "lu03r0Q7cLcJRr1wERNXovt711f-pDHdWuCdyEm6JFJh59ncFu9ASxYJzdZXku-exF8rc9Po70O_kEiUmxfN"
    "FmTEyfEveUrbJ_IY1gLLr4MVDCF8DcTKGVReE4wMUjPTz7tS6CIEMiVKrwD-AD-blOu7hj9oQeEbgdweK4Bi"
    "nlccfvsxKwAhvLAhrJP47nhC5rFYA4brOwDuMv6v0b2JBmOdIgkUjas5-60K3b4PVO1JRPYARUmUW0aZfFIJ"
    "LFPdeQ";

inline constexpr std::string_view signed_body = R"({"resource_type":"API_TRACK"})";
inline constexpr std::string_view signed_stamp = "2024-04-04T15:48:44Z";
/// openssl dgst -sha256 -sign key.pem, of the stamp, a full stop and the body.
inline constexpr std::string_view known_signature =
    "SG9lXymM8eh7ZI1fWPW0ELC/KgSTtBxyvgiGnn7DTNE+h6Dabzl0lT1ZPclGb+3P9AHo2fwSxyPbZCBoqBav"
    "/1GsoTQS7u5yqRoOWpAeAC0mGwIY71PBk8zw/Q2QUtF8zpOXbi6fno/jD7uUhX23dDm1sWBX1/ahrbTvPBYr"
    "l18qTZA2A8Rs2CkT8C0CgwInOi8Q0fswNqIZPB8z/QP/FahIqx5ERhNlycsJ0dgk8FEdlk7VIqktS6R7tAwz"
    "z/MMxXbQ1Xu6z7jx+/j4FmSt9tWkb54oKi6JZXyz5wRFQua/HlXkkzuDaKdGbmW8DMb+u5RU5iUcUHcvgm2W"
    "ubjcgw==";

// What is of no use for signing.
inline constexpr std::string_view short_key_pem = R"(-----BEGIN PRIVATE KEY-----
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMfWaEz+jTwylqOV
xCOkeL8gcNKgxEla3+34pPqynEiTNOdT5rG8l/zvknrACznsqfoqSuiJVlO+1ZUd
QGSLiTGt1Fw7MaiN63SElgCs2LiD2/duwjKeUivitE7jX8s3bmD0w123WJK5bOCn
SaZPWmLx1QqFnV3Zp4fa/d6pVHEDAgMBAAECgYB9w/0eP7FpKjlNuGqZN+BaALOg
i1cdB1kYrjw+Hnxm3GYWE+KDBzrsD2YzZHtsN/p9m3JLSGuRBu/qCV/GJ17uS7Ng
/9+zfP5vCHPn8SxkI/Poc8lK/2pqDPVXm2rG5Qx9oHdnbSon4TWjc7fH6F19/XNH
KEcbPp6uPgd7nVi30QJBAPupnYH0PNg1xpYZuY7YX/xJXo2OvhBaAP5Ilt9hM2W4
4Y+6g5TKpghRHKNP4GWuJcnwIaa5azHNxSp0RaPZV4sCQQDLSCFC6kQM12afSXKg
X5Zg2q/SbJWKFNV79SpI1o0LlDM5lJr4jjQfr5IUWqBkRgRFUBQ0A+W1v4ZxHjQW
V7tpAkBq7M0MOv5jCq4edj2d0JcvtOikkoJ0phkH8UWREVZqINxNWfywCk3y+KuH
Q9feu9g4bXuOv/coiPn9qLsx+5UzAkAaDt/8pO0ePEpyZsbj2fz742yga7zrm2oW
XsIR3jbsYg4C9pK7A/eYjDgMleVzlSoc/HvqgwliN+/y9i01I//pAkEAqOAJDXFT
Vcw/1zkvpFxRgql2pYz09rAB9nM7pQn1W9TaNSDzRpaAcfSM/j39D/d3gAv1buPh
N4m2Ay7SJaynIg==
-----END PRIVATE KEY-----
)";
inline constexpr std::string_view elliptic_key_pem = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjK6mDCFhlgsetLF/
v+v87EidLzrekoz2KGkJuUvixLihRANCAATpOzkXkVOLLKiAxzsInNVcZCcEhc6B
XUR83MFt+p85wqqgyHozFTdBB4Jae0yktVXMaphc1oO2NJKcEjVgtSNX
-----END PRIVATE KEY-----
)";
inline constexpr std::string_view encrypted_key_pem = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQInCOkfseIzTgCAggA
MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBBHTOj/gxewk57tndyY2wQABIIE
0IlN8YKcuJbnVuphzjH1SDPtHAKHc/PeNxV/zFwnI1gr5v7bxncLNm++CFb0ZaDr
NX0ylnI0DSaFcdZZn7q4+I35gRRY8g++WlDugB1NOnY1JhIlfsyTfpL5VYXLX8ck
W/zCOtdyArM0ZrfBRLU0xK+EuYy1swfVBXDCXUXgKsjStJxR52SM/vDB+eq8lHba
sixT//9gJ8e08+AOz/mXZEnitq1RfScoomJQ8ehsQutHQ/dYLshmJzXkIoUnEVd0
yp0IV2ivkrrT3bZ+Hwy45iiPWSVkvKqY10aHHt1mkKlOcmjhlXUEM9lj332sT7k8
Ddvqk25mzhyw98/Qh8POXae0j6JkTAJBIP3FO3oLHl4luN3XbKF55ul5sRWeF6gK
PE8N4lEoWgK6rZGT4ZijfINJxbIH+lKzC4umEazNLUbAoaHCtGksxHZzt5XnkjSu
V9yIxstN8FTOoNCgw1yVJb09byP+b6I9m0MJuCis4WZx14Tf3l/Ij1qUliB5sWuE
rU4bMicZgGaO84L8xVXyVMysAy05TakIpnl3wdCV5sF12lfLhBoT5nwyel84wj6B
eCxRvRO5Y+GuZICsRyRA/C+6j+Q/0WbX/IVpMoj+6tm8RuLdtILcdEMZUDgB+pFp
64F++DdUa+1smun0qidPx8OszB+sxcUU7gpIBov0Y2d7POYbZuGz63SyetozdJM2
VZlj55NABDDGnpIXT6ME9dmVnJuej/zh6FxjdUX55a+4xmay9FOXK9NVjIY40BjI
jDV9FXmCmFga0f8Wyis6uvaXaA4/ZikK8YbltkO73fJpKL0dgjlmMINQFNY9ctVT
8E9D0NZe0uYwrNHLgfo4NXz3zYl6G//JVYbzmCyNxTKSKFSUkYBmdJS0WDgUPZMA
Q2IrWXaTufWxTgKMBH9Rk1BdYl51UIuB3qp8L1outImwgIooL78uxjRS/uY3WGls
0IFquHWkv9vk4VBWoVvdBQLkUO/yCezjAFsKAccuX1cD4HkIGvIRCIqMh+bwuZL/
lmk39G8cxE67+KobcisSKCGWNAO+v7Zj5VB5iuliLr5NG2/Nu7OH8tEmCGhgeMob
I0v/bDfheirBEQ/o78dX/AmjMLDzD/9a2TXwQgleXHTri1KD5uxeB4WEG9MtVex7
rWJe1D7289w9ViSShZLNax0U8TElwnlRaiK/gYRtLOZMa6PBj6EBK11+Zn/SdViS
Y6PeR0nulWncjFs0v4Mx2jzaaIyAXR99yV/PGstdm3binZFshM8vRDn2y9nadWgq
/UFG6HHD0JUVrLGAHHOeKxqUU03W41zrgnd7mFkgPeZlnZW86wyvigHxbCnLilhp
9+rXn3qzpxK8PC39tM2V3sBNaI1+MV87zPdMXjhIYA10/1rjA4GvtPIUKagCR5NY
Q+ms+UnhGUL8Ns0ccm/ySximZOw+RI7GvbAsq0pogtQ7tIRs3UVDxuBzCdBLF1gS
se29qzWueKtpvjGjjlqNiy4A0zifkEMKhVI7XCkWjDQxH50vxG0IYcu8MxvPKbL6
BfdP7xbZvMZbgDLpc4HB522eSBIKr6GUA87eQbU8Qexm4Tbhg79OWIKJGYd51saa
QqeNDk8FCFoLlTprEwmJamxIAmrrH11eGdvoQYrNYY93
-----END ENCRYPTED PRIVATE KEY-----
)";

} // namespace drydock::tests
