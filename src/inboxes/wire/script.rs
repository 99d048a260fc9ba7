//! What site owners paste into their pages.

/// One `script` element that loads the widget of this website.
pub fn embedding(website_token: &str, base_url: &str) -> String {
    // As a script's text, in which `<` could end the element.
    let base_url = serde_json::Value::from(base_url).to_string().replace('<', "\\u003c");
    format!(
        "<script>
  (function (baseUrl) {{
    var sdk = document.createElement('script');
    var first = document.getElementsByTagName('script')[0];
    sdk.src = baseUrl + '/packs/js/sdk.js';
    sdk.async = true;
    sdk.onload = function () {{
      window.chatwootSDK.run({{ websiteToken: '{website_token}', baseUrl: baseUrl }});
    }};
    first.parentNode.insertBefore(sdk, first);
  }})({base_url});
</script>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_one_element() {
        let script = embedding("abc", "https://chat.test/</script>");
        assert!(script.starts_with("<script>") && script.ends_with("</script>"));
        assert_eq!(script.matches("</script>").count(), 1);
        assert!(script.contains("websiteToken: 'abc'") && script.contains("(\"https://chat.test/\\u003c/script>\");"));
    }
}
