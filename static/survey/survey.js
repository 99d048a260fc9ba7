// The satisfaction survey of one conversation; the last part of the address says of which.
const uuid = location.pathname.split("/").filter(Boolean).at(-1);
const url = `/public/api/v1/csat_survey/${encodeURIComponent(uuid)}`;
const part = (id) => document.getElementById(id);

const FACES = ["😞", "😑", "😐", "😀", "😍"];
const WORDS = ["Very unsatisfied", "Unsatisfied", "Neutral", "Satisfied", "Very satisfied"];

const note = (text) => { part("note").textContent = text; };

/** One choice: a radio button whose label is a face or as many stars as the rating. */
function choice(rating, isStar) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "rating", value: rating, required: true });
  input.setAttribute("aria-label", WORDS[rating - 1]);
  const shown = document.createElement("span");
  shown.textContent = isStar ? "★" : FACES[rating - 1];
  shown.title = WORDS[rating - 1];
  label.append(input, shown);
  return label;
}

function show(survey) {
  document.title = survey.inbox_name;
  part("question").textContent = survey.content;
  const picture = part("picture");
  picture.hidden = !survey.inbox_avatar_url;
  if (survey.inbox_avatar_url) picture.src = survey.inbox_avatar_url;
  const isStar = survey.display_type === "star";
  part("ratings").className = isStar ? "stars" : "faces";
  part("ratings").replaceChildren(...[1, 2, 3, 4, 5].map((rating) => choice(rating, isStar)));
  const given = survey.csat_survey_response;
  if (given) {
    part("form").elements.rating.value = given.rating;
    part("feedback").value = given.feedback_message ?? "";
    note("Thank you. You can still change your answer.");
  }
  part("form").hidden = false;
}

async function ask(options) {
  const answer = await fetch(url, options);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(answer.status === 404 ? "There is no such survey." : body.error || body.message || "That did not work.");
  return body;
}

part("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const csat_survey_response = { rating: Number(part("form").elements.rating.value), feedback_message: part("feedback").value };
  const button = part("form").querySelector("button");
  button.disabled = true;
  try {
    show(await ask({
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message: { submitted_values: { csat_survey_response } } }),
    }));
  } catch ({ message }) {
    note(message);
  }
  button.disabled = false;
});

ask().then(show, ({ message }) => {
  part("question").textContent = message;
});
