/* One visit per page, with engaged time; creatorstream(type, fields) for the rest.
   With window.creatorstreamConsent = false before it, it stores nothing. */
(function () {
  var script = document.currentScript, base = new URL(script.src).origin, data = script.dataset;
  var now = Date.now(), skew = SERVER_TIME_MS - now, query = new URLSearchParams(location.search);
  var consent = window.creatorstreamConsent !== false && navigator.doNotTrack !== "1";
  function at(ms) { return new Date(ms + skew).toISOString(); }
  function keep(area, name, value) {
    try {
      if (value && consent) window[area].setItem(name, value);
      return (consent && window[area].getItem(name)) || value;
    } catch (e) { return value; }
  }
  /* Later pages don't say where a session came from: the tab remembers. */
  var medium = query.get("utm_medium"), other = document.referrer.split("/")[2], goesOn = false;
  var from = { content: medium === "creator" ? query.get("utm_content") : null };
  if (from.content) from.campaign = query.get("utm_campaign");
  else from.channel = medium || (other && other !== location.host ? "referral" : "direct");
  try {
    var before = JSON.parse(keep("sessionStorage", "cs_from", null));
    goesOn = before && now - before.at < 1800000;
    if (!medium && goesOn) from = before;
  } catch (e) {}
  from.at = now;
  keep("sessionStorage", "cs_from", JSON.stringify(from));
  /* A session's first page asks if its id is good, or whose click led here. */
  var stored = keep("localStorage", "cs_vid", null), visitor = goesOn && stored, waiting = [];
  var ask = { visitor: stored || query.get("cs_vid"), click: stored ? null : query.get("cs_click") };
  if (query.has("cs_vid") || query.has("cs_click")) try {
    /* Who is sent this address is not the visitor. */
    var bare = new URL(location.href);
    bare.search = bare.search.slice(1).split("&").filter(function (p) { return !/^cs_(vid|click)=/.test(p); }).join("&");
    history.replaceState(history.state, "", bare.href);
  } catch (e) {}
  function encode(all) {
    var to = new URLSearchParams();
    for (var key in all) if (all[key] || all[key] === 0) to.set(key, String(all[key]).slice(0, 300));
    return to;
  }
  function use(answer) {
    var now = keep("localStorage", "cs_vid", null);
    if (now && now !== stored) answer = now;
    visitor = /^[0-9a-f]{36}$/.test(answer) ? keep("localStorage", "cs_vid", answer) : stored;
    flush();
  }
  function flush() {
    waiting.splice(0).forEach(function (all) {
      if (!all.visitor) all.visitor = visitor || stored;
      navigator.sendBeacon(base + "/v1/script?" + encode(all));
    });
  }
  if (!visitor) fetch(base + "/v1/id?" + encode(ask), { credentials: "omit" })
    .then(function (answer) { return answer.ok ? answer.text() : ""; }).then(use, use);
  function send(type, fields) {
    waiting.push(Object.assign({ id: crypto.getRandomValues(new Uint32Array(3)).join("-"), type: type, time: at(Date.now()), workspace: data.workspace,
      url: location.origin + location.pathname, referrer: document.referrer, content: from.content, campaign: from.campaign }, fields));
    if (visitor || sent) flush(); /* else it waits for the answer */
  }
  var engaged = 0, told = 0, since = document.hidden ? 0 : Date.now(), sent = false, named;
  function leave() {
    if (since) engaged += Date.now() - since;
    since = 0;
    var again = sent, seconds = Math.min(86400, Math.round(engaged / 1000)), more = seconds - told;
    sent = true;
    if (!again) named = visitor || stored;
    /* Shown again: only what came since. Below 10 s it may be a bounce, which a stay would end. */
    if (!again || named && more > 0 && (goesOn || seconds > 9)) {
      told = seconds;
      send(again ? "stay" : data.type || "visit", { action: data.action || "page", seconds: more,
        channel: from.channel, time: at(now) });
    }
    flush();
  }
  document.addEventListener("visibilitychange", function () { since = document.hidden ? leave() : Date.now(); });
  addEventListener("pagehide", leave);
  window.creatorstream = send;
})();
