// The demo site: the chat as on any site, and buttons that open it.

/** What a site owner pastes, with this server's address and the demo inbox's token. */
function embed({ website_token, base_url }) {
  window.chatwootSettings = { darkMode: "auto", showPopoutButton: true };
  (function (d, t) {
    const g = d.createElement(t), s = d.getElementsByTagName(t)[0];
    g.src = `${base_url}/packs/js/sdk.js`;
    g.async = true;
    s.parentNode.insertBefore(g, s);
    g.onload = () => window.chatwootSDK.run({ websiteToken: website_token, baseUrl: base_url });
  })(document, "script");
}

const answer = await fetch("/demo/widget.json");
if (answer.ok) embed(await answer.json());

for (const button of document.querySelectorAll(".talk")) button.addEventListener("click", () => window.$chatwoot?.toggle("open"));
