// Emoji with the English words one finds them by.
export const EMOJI = `
😀 grin smile happy|😃 smile happy|😄 laugh happy|😁 beam|😆 laugh|😅 sweat relief|🤣 rofl laugh|😂 tears joy laugh
🙂 slight smile|🙃 upside down|😉 wink|😊 blush|😇 angel|🥰 love hearts|😍 heart eyes love|🤩 star struck wow
😘 kiss|😗 kiss|😋 yum tasty|😛 tongue|😜 crazy tongue|🤪 zany|😎 cool sunglasses|🤓 nerd
🧐 monocle|🥳 party|😏 smirk|😒 unamused|😞 disappointed sad|😔 pensive sad|😟 worried|😕 confused
🙁 frown sad|☹️ frown sad|😣 persevere|😖 confounded|😫 tired|😩 weary|🥺 pleading|😢 cry sad
😭 sob cry|😤 huff|😠 angry|😡 rage angry|🤬 swear|🤯 mind blown|😳 flushed|🥵 hot
🥶 cold|😱 scream fear|😨 fear|😰 anxious|😥 sad relieved|😓 sweat|🤗 hug|🤔 think
🤭 oops|🤫 shush|🤥 lie|😶 silent|😐 neutral|😑 expressionless|😬 grimace|🙄 eye roll
😯 hushed|😴 sleep|🤤 drool|😪 sleepy|🤐 zip|🥴 woozy|🤢 sick|🤮 vomit
🤧 sneeze|😷 mask|🤒 fever|🤕 hurt|🤑 money|🤠 cowboy|😈 devil|👻 ghost
💀 skull|👽 alien|🤖 robot|💩 poo|😺 cat|👋 wave hello bye|🤚 hand|✋ stop hand
🖖 vulcan|👌 ok|🤌 pinched|🤏 small|✌️ peace|🤞 luck fingers|🤟 love you|🤘 rock
🤙 call|👈 left|👉 right|👆 up|👇 down|☝️ point|👍 thumbs up yes good|👎 thumbs down no bad
✊ fist|👊 punch|👏 clap bravo|🙌 hooray|👐 open hands|🤲 palms|🤝 deal handshake|🙏 please thanks pray
✍️ write|💪 strong|👀 eyes look|🧠 brain|❤️ heart love|🧡 heart|💛 heart|💚 heart
💙 heart|💜 heart|🖤 heart|🤍 heart|💔 broken heart|💕 hearts|💯 hundred|💢 anger
💥 boom|💫 dizzy|💦 sweat|💨 dash|💬 speech|💤 sleep|🎉 party celebrate|🎊 confetti
🎁 gift present|🎈 balloon|🎂 birthday cake|🏆 trophy|🥇 gold first|⚽ football|🏀 basketball|🎮 game
🎵 music|🎶 music|🎧 headphones|📷 camera|🎬 film|📞 phone call|📱 phone|💻 laptop computer
🖥️ screen|🖨️ printer|⌨️ keyboard|🔋 battery|🔌 plug|💡 idea light|🔦 torch|📦 package parcel
📫 mail|📧 email|✉️ letter|📄 document|📎 paperclip|📅 calendar date|📌 pin|📍 place
🔒 lock|🔓 unlock|🔑 key|🔨 hammer|🔧 wrench|⚙️ settings gear|🧰 tools|💰 money
💳 card pay|💵 cash|🧾 receipt|🛒 cart shop|🛍️ bags shopping|🚚 delivery truck|🚗 car|🚲 bicycle
✈️ plane|🚀 rocket|🏠 home house|🏢 office|⏰ alarm time|⏳ wait time|⌛ time|☀️ sun
🌙 moon|⭐ star|🌟 star|🔥 fire|🌈 rainbow|☁️ cloud|🌧️ rain|❄️ snow
⚡ lightning|🌍 world earth|🌱 plant|🌹 rose flower|🌸 blossom|🍀 luck clover|🍎 apple|🍌 banana
🍓 strawberry|🍕 pizza|🍔 burger|🍟 fries|🍰 cake|🍪 cookie|🍫 chocolate|☕ coffee
🍵 tea|🍺 beer|🍷 wine|🥂 cheers|🐶 dog|🐱 cat|🐭 mouse|🦊 fox
🐻 bear|🐼 panda|🐸 frog|🐵 monkey|🦄 unicorn|🐝 bee|🐢 turtle|✅ check done yes
☑️ check|✔️ check|❌ cross no wrong|❗ exclamation|❓ question|⚠️ warning|🚫 forbidden no|🔴 red
🟠 orange|🟡 yellow|🟢 green|🔵 blue|➡️ right arrow|⬅️ left arrow|⬆️ up arrow|⬇️ down arrow
🔄 again refresh|🔍 search|🔔 bell|🔕 mute|📣 announce|🆗 ok|🆕 new|🏁 finish flag
`.trim().split(/[|\n]/).map((entry) => [entry.slice(0, entry.indexOf(" ")), entry.slice(entry.indexOf(" ") + 1)]);
