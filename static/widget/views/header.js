// The bar on top: who answers, and the way back and out.
import { html } from "../../shared/preact.js";
import { isFramed, isNative, leave, tell } from "../frame.js";
import { canEnd, canMail, inbox, isSomebodyThere, set, state } from "../state.js";
import { t } from "../texts.js";
import { Avatar, Button, lazy } from "./parts.js";

const Menu = lazy(() => import("./menu.js"));

/** When an answer may be expected. */
export const replyTime = () => {
  const { availableMessage, unavailableMessage } = state.settings;
  if (isSomebodyThere()) return availableMessage || t(inbox.replyTime || "in_a_few_minutes");
  return unavailableMessage || state.backAt || t("away");
};

const popout = () => tell("popoutChatWindow", { baseUrl: location.origin, websiteToken: inbox.websiteToken, locale: state.language });

const toggleMenu = () => set({ isMenuOpen: !state.isMenuOpen });

export function Header() {
  const { view, settings, isPhone, isMenuOpen } = state;
  const isHome = view === "home";
  const name = inbox.websiteName;
  const hasMenu = view === "chat" && (canMail() || canEnd());
  return html`<header>
    <div class="bar">
      ${!isHome && html`<${Button} name="back" label=${t("back")} onClick=${() => set({ view: "home" })} />`}
      ${(!isHome || inbox.avatarUrl) && html`<${Avatar} name=${name} url=${inbox.avatarUrl} />`}
      <div class="grow">${!isHome && html`<h1>${name}</h1><p class=${`small ${isSomebodyThere() ? "there" : ""}`}>${replyTime()}</p>`}</div>
      ${hasMenu && html`<${Button} name="more" label=${t("menu")} aria-expanded=${isMenuOpen} onClick=${toggleMenu} />`}
      ${settings.showPopoutButton && isFramed && html`<${Button} name="popout" label=${t("popout")} onClick=${popout} />`}
      ${(isNative || (isPhone && isFramed)) && html`<${Button} name="close" label=${t("close")} onClick=${leave} />`}
    </div>
    ${isHome && html`<h1><bdi>${settings.welcomeTitle || inbox.welcomeTitle || name}</bdi></h1>
      <p><bdi>${settings.welcomeDescription || inbox.welcomeTagline}</bdi></p>`}
    ${hasMenu && isMenuOpen && html`<${Menu} />`}
  </header>`;
}
