//! `/widget`: the page that websites show in a frame. It is static but for what the widget must know before it starts, which is
//! written into it as one script.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Body, Endpoint, Request, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::views::{self, Described, Tokens};
use super::{principal, tokens};
use crate::base::{Error, Millis, Result};
use crate::http::assets;
use crate::http::methods::not_allowed;
use crate::inboxes::wire::WorkingHour;
use crate::store::Store;

/// The route of [`Page`].
pub const ROUTE: &str = "/widget";
/// The page among the static files, with two places to fill.
const TEMPLATE: &str = "widget/index.html";
const TITLE: &str = "{{title}}";
const GLOBALS: &str = "{{globals}}";
/// The feature that lets an app show the widget that only some sites may.
const MOBILE: &str = "allow_mobile_webview";

/// The endpoint: GET and HEAD. Stores nothing.
pub struct Page(pub Store);

/// What the address says; anything else in it is ignored.
#[derive(Debug, Default, Deserialize)]
struct Address {
    #[serde(default)]
    website_token: String,
    /// The token of the visitor's session, if they have one.
    #[serde(default)]
    cw_conversation: String,
}

impl Endpoint for Page {
    type Output = Response;

    async fn call(&self, req: Request) -> poem::Result<Response> {
        if !matches!(*req.method(), Method::GET | Method::HEAD) {
            return Ok(not_allowed("GET, HEAD"));
        }
        let Address { website_token, cw_conversation } = req.params().unwrap_or_default();
        let (account, inbox) = match principal::site(&self.0, website_token).await {
            Err(Error::NotFound) => return Ok(unknown()),
            found => found?,
        };
        let source_id = tokens::source_of(self.0.env().secret(), inbox, &cw_conversation, Millis::now());
        let read = self.0.read(move |db| {
            let described = views::described(db, account, inbox)?;
            Ok((described, views::tokens_of(db, account, inbox, source_id.as_deref())?))
        });
        let (described, tokens) = read.await?;
        Ok(answer(&req, &described, &tokens)?)
    }
}

fn unknown() -> Response {
    Response::builder()
        .status(StatusCode::NOT_FOUND)
        .content_type("application/json; charset=utf-8")
        .body(r#"{"error":"web widget does not exist"}"#)
}

fn answer(req: &Request, of: &Described, tokens: &Tokens) -> Result<Response> {
    let template = assets::text(TEMPLATE).ok_or(Error::NotFound)?;
    let script = script(of, tokens);
    let policy = policy(&script, &ancestors(of, req.headers()));
    // the title stands before the script, in which a name may look like its place
    let page = template.replacen(GLOBALS, &script, 1).replacen(TITLE, &escaped(&of.inbox.name), 1);
    let response = Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).map_err(Error::internal)?)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "strict-origin-when-cross-origin")
        .header(header::CONTENT_LENGTH, page.len());
    Ok(if *req.method() == Method::HEAD { response.finish() } else { response.body(Body::from_string(page)) })
}

/// The four globals.
fn script(of: &Described, tokens: &Tokens) -> String {
    let Described { inbox, site, locale, bot, utc_offset, languages } = of;
    let hours: Vec<WorkingHour> = inbox.hours.days.iter().copied().map(Into::into).collect();
    let form: Value = serde_json::from_str(&site.pre_chat_form_options).unwrap_or_default();
    let channel = json!({
        "avatarUrl": inbox.avatar_url,
        "hasAConnectedAgentBot": bot,
        "locale": locale,
        "websiteName": inbox.name,
        "websiteToken": site.website_token,
        "welcomeTagline": site.welcome_tagline,
        "welcomeTitle": site.welcome_title,
        "widgetColor": site.widget_color,
        "portal": null,
        "enabledFeatures": site.feature_flags,
        "enabledLanguages": languages,
        "replyTime": site.reply_time.name(),
        "preChatFormEnabled": site.pre_chat_form_enabled,
        "preChatFormOptions": form,
        "workingHoursEnabled": inbox.working_hours_enabled,
        "csatSurveyEnabled": inbox.csat_survey_enabled,
        "workingHours": hours,
        "outOfOfficeMessage": inbox.out_of_office_message,
        "utcOffset": utc_offset,
        "timezone": inbox.hours.timezone,
        "allowMessagesAfterResolved": inbox.allow_messages_after_resolved,
        "disableBranding": false,
    });
    let globals = [
        ("chatwootWebChannel", channel),
        ("chatwootPubsubToken", json!(tokens.pubsub)),
        ("authToken", json!(tokens.session)),
        ("globalConfig", views::global()),
    ];
    globals.iter().map(|(name, value)| format!("window.{name}={};", literal(value))).collect()
}

/// JSON that is JavaScript too, and in which nothing ends or begins anything of HTML.
fn literal(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => text += &format!("\\u{:04x}", u32::from(c)),
            c => text.push(c),
        }
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Own scripts and this one; pictures and sound may lie anywhere, since agents and bots send them.
fn policy(script: &str, ancestors: &str) -> String {
    let hash = BASE64.encode(Sha256::digest(script.as_bytes()));
    format!(
        "default-src 'none'; script-src 'self' 'sha256-{hash}'; style-src 'self'; font-src 'self'; connect-src 'self'; \
         img-src * data: blob:; media-src * blob:; base-uri 'none'; form-action 'none'{ancestors}"
    )
}

/// Who may show the page in a frame: everybody, unless the inbox names sites. An app's view of it tells no origin.
fn ancestors(of: &Described, headers: &HeaderMap) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-.:/*_[]".contains(c);
    let domains = of.site.allowed_domains.as_deref().unwrap_or_default();
    let domains: Vec<&str> =
        domains.split([',', ' ', '\n']).map(str::trim).filter(|d| !d.is_empty() && d.chars().all(is_name)).collect();
    let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    let is_app = origin.is_none_or(|origin| origin == "null" || origin.starts_with("file://"));
    let lets_apps = of.site.feature_flags.iter().any(|flag| flag == MOBILE);
    if domains.is_empty() || (lets_apps && is_app) {
        return String::new();
    }
    format!("; frame-ancestors {}", domains.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_ends_the_script() {
        let name = json!({"name": "</script><!-- <script> & \u{2028}'\"\\"});
        let text = literal(&name);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), name);
        assert_eq!(escaped("<a href=\"&\">"), "&lt;a href=&quot;&amp;&quot;&gt;");
    }

    #[test]
    fn the_policy_knows_the_script() {
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(policy("alert(1)", "").contains(hash), "{}", policy("alert(1)", ""));
    }
}
