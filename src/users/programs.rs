//! What a device calls itself, as people know it: a guess at the names in the header `User-Agent`.

/// The program and machine somebody signs in with; what cannot be guessed is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Program {
    pub browser_name: Option<String>,
    pub browser_version: Option<String>,
    pub device_name: Option<String>,
    pub platform_name: Option<String>,
    pub platform_version: Option<String>,
}

/// Browsers by the mark in front of their version. Those that pretend to be others come before them.
const BROWSERS: [(&str, &str); 12] = [
    ("Edg/", "Microsoft Edge"),
    ("EdgA/", "Microsoft Edge"),
    ("EdgiOS/", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Browser"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("okhttp/", "OkHttp"),
];

/// Systems by a mark, and the mark in front of their version.
const PLATFORMS: [(&str, &str, &str); 7] = [
    ("iPhone", "iOS", "OS "),
    ("iPad", "iOS", "OS "),
    ("Android", "Android", "Android "),
    ("Windows", "Windows", "Windows NT "),
    ("CrOS", "ChromeOS", "CrOS x86_64 "),
    ("Mac OS X", "macOS", "Mac OS X "),
    ("Linux", "Linux", "Linux "),
];

/// Reads the header.
pub fn read(user_agent: &str) -> Program {
    let browser = BROWSERS.iter().find(|(mark, name)| {
        // `Version/` is of Safari only where Safari says its own name
        user_agent.contains(mark) && (*name != "Safari" || user_agent.contains("Safari/"))
    });
    let platform = PLATFORMS.iter().find(|(mark, _, _)| user_agent.contains(mark));
    let device = ["iPhone", "iPad"].into_iter().find(|name| user_agent.contains(name));
    Program {
        browser_name: browser.map(|(_, name)| (*name).to_owned()),
        browser_version: browser.and_then(|(mark, _)| version(user_agent, mark)),
        device_name: device.map(str::to_owned).or_else(|| android_device(user_agent)),
        platform_name: platform.map(|(_, name, _)| (*name).to_owned()),
        platform_version: platform.and_then(|(_, _, mark)| version(user_agent, mark)),
    }
}

/// The digits behind a mark, with points between them.
fn version(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    let version: String = rest.chars().take_while(|c| c.is_ascii_digit() || ['.', '_'].contains(c)).collect();
    Some(version.replace('_', ".")).filter(|version| !version.is_empty())
}

/// `Pixel 8` of `(Linux; Android 14; Pixel 8)`.
fn android_device(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("Android ")?;
    let (inner, _) = rest.split_once(')')?;
    let name = inner.split(';').nth(1)?.split(" Build/").next()?.trim();
    // browsers hide the model behind a letter
    (name.len() > 1).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_read(user_agent: &str, expected: [&str; 5]) {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let [browser, browser_version, device, platform, platform_version] = expected.map(some);
        let expected = Program {
            browser_name: browser,
            browser_version,
            device_name: device,
            platform_name: platform,
            platform_version,
        };
        assert_eq!(read(user_agent), expected, "{user_agent}");
    }

    #[test]
    fn the_common_ones_are_known() {
        let kit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        assert_read(
            &format!(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) {kit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.70"
            ),
            ["Microsoft Edge", "131.0.2903.70", "", "Windows", "10.0"],
        );
        assert_read(
            &format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {kit} Chrome/131.0.0.0 Safari/537.36"),
            ["Chrome", "131.0.0.0", "", "macOS", "10.15.7"],
        );
        assert_read(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 \
             Mobile/15E148 Safari/604.1",
            ["Safari", "17.5", "iPhone", "iOS", "17.5"],
        );
        assert_read(
            &format!("Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A) {kit} Chrome/131.0.0.0 Mobile Safari/537.36"),
            ["Chrome", "131.0.0.0", "Pixel 8", "Android", "14"],
        );
        assert_read(
            "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
            ["Firefox", "132.0", "", "Linux", ""],
        );
    }

    #[test]
    fn others_are_no_error() {
        for odd in ["", "curl/8.5.0", "Android ", "Android 14;)", "Version/", "Mac OS X ", "é Firefox/é"] {
            let _ = read(odd);
        }
        assert_eq!(read("curl/8.5.0"), Program::default());
        assert_read("Mozilla/5.0 (Linux; Android 10; K) Firefox/9", ["Firefox", "9", "", "Android", "10"]);
    }
}
