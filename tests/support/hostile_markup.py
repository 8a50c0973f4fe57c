"""Texts that try to run a script, fetch something, or break out of where they stand in HTML.

Each of them, put raw into a page, would set `document.title` to `broken` or ask `TRAP` for
something; they were written for these tests after the kinds in the OWASP cheat sheet on filter
evasion.
"""

from itertools import product

TRAP = "http://127.0.0.1:9/trap"
_RUN = "document.title='broken'"

_OPENINGS = ("", '"', "'", "`", '">', "'>", "-->", "]]>", "</style>", "</title>", "</td></table>")
_RUNNING = (
    f"<script>{_RUN}</script>",
    f"<SCRIPT>{_RUN}</SCRIPT >",
    f"<script/x>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f"<img src=x: onerror\n=\n{_RUN}>",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg/onload={_RUN}//",
    f"<body onload={_RUN}>",
    f"<details open ontoggle={_RUN}>",
    f"<video><source onerror={_RUN}></video>",
    f"<input autofocus onfocus={_RUN}>",
    f"<style>@keyframes k{{}}</style><b style=animation-name:k onanimationstart={_RUN}></b>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={_RUN}>",
)
_FETCHING = (
    f"<img src={TRAP}>",
    f"<link rel=stylesheet href={TRAP}>",
    f"<link rel=prefetch href={TRAP}>",
    f"<iframe src={TRAP}></iframe>",
    f"<iframe srcdoc='<img src={TRAP}>'></iframe>",
    f"<object data={TRAP}></object>",
    f"<embed src={TRAP}>",
    f"<script src={TRAP}></script>",
    f"<video autoplay src={TRAP}></video>",
    f"<audio src={TRAP}></audio>",
    f"<style>@import '{TRAP}';</style>",
    f"<style>*{{background:url({TRAP})}}</style>",
    f"<p style='background:url({TRAP})'>x</p>",
    f"<meta http-equiv=refresh content='0;url={TRAP}'>",
    f"<base href={TRAP}><img src=picture>",
    f"<form action={TRAP}><input name=x></form>",
    f"<svg><image href={TRAP} /></svg>",
    f"<svg><use href={TRAP}#x /></svg>",
    f"<table background={TRAP}><tr><td>x</td></tr></table>",
)
_ODD = (
    "javascript:" + _RUN,
    f"java\tscript:{_RUN}",
    f'" onmouseover="{_RUN}" autofocus onfocus="{_RUN}',
    f"' onload='{_RUN}' x='",
    "&lt;script&gt;" + _RUN + "&lt;/script&gt;",
    f"&#60;img src=x onerror={_RUN}&#62;",
    f"\x00<img src=x onerror={_RUN}>",
    f"<img\x0csrc=x\x0bonerror={_RUN}>",
    f"<scr<script>ipt>{_RUN}</scr</script>ipt>",
    f"\u202e<img src=x onerror={_RUN}>\u202c",
    f"\ufeff<script>{_RUN}</script>",
    f"\uff1cscript\uff1e{_RUN}\uff1c/script\uff1e",
    f"+ADw-script+AD4-{_RUN}+ADw-/script+AD4-",
    "{{ 7 * 7 }}{% include 'page.css' %}{# x #}",
    "{{ ''.__class__.__mro__ }}",
    "${7*7}<%= 7*7 %>",
    "$\\frac{1}{2}$ $$ \\input{/etc/passwd}",
    "<!--#exec cmd='id'--><?php echo 1 ?>",
    "<![CDATA[<script>]]>",
    "\ufffe\uffff\ud800 <b>",
    "\x1b[2J\x1b]0;title\x07",
    "<" * 500,
    "&" * 500,
)

PAYLOADS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [opening + markup for opening, markup in product(_OPENINGS, _RUNNING)]
        + [opening + markup for opening, markup in product(("", '">', "'>"), _FETCHING)]
        + list(_ODD)
    )
)
