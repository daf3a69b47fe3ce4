/* CreatorStream: one visit per page, with engaged time; creatorstream(type, fields) for the rest.
   Set window.creatorstreamConsent = false before it to keep it from storing an id. */
(function () {
  var script = document.currentScript, base = new URL(script.src).origin, data = script.dataset;
  var now = Date.now(), skew = SERVER_TIME_MS - now, query = new URLSearchParams(location.search);
  var consent = window.creatorstreamConsent !== false && navigator.doNotTrack !== "1";
  function keep(area, name, value) {
    try {
      if (value && consent) window[area].setItem(name, value);
      return (consent && window[area].getItem(name)) || value;
    } catch (e) { return value; }
  }
  /* Later pages don't say where a session came from: the tab remembers, for 30 min from page to page. */
  var medium = query.get("utm_medium"), external = document.referrer.split("/")[2], goesOn = false;
  var from = { content: medium === "creator" ? query.get("utm_content") : null };
  if (from.content) from.campaign = query.get("utm_campaign");
  else from.channel = medium || (external && external !== location.host ? "referral" : "direct");
  try {
    var before = JSON.parse(keep("sessionStorage", "cs_from", null));
    goesOn = before && now - before.at < 1800000;
    if (!medium && goesOn) from = before;
  } catch (e) { /* not ours */ }
  from.at = now;
  keep("sessionStorage", "cs_from", JSON.stringify(from));
  /* The service gives ids out: a session's first page asks if its own is good, or whose click led here. */
  var stored = keep("localStorage", "cs_vid", null), visitor = goesOn && stored, waiting = [];
  var ask = { visitor: stored || query.get("cs_vid"), click: stored ? null : query.get("cs_click") };
  if (query.has("cs_vid") || query.has("cs_click")) try {
    /* Who is sent this address must not become the visitor. */
    var bare = new URL(location.href);
    bare.search = bare.search.slice(1).split("&").filter(function (p) { return !/^cs_(vid|click)=/.test(p); }).join("&");
    history.replaceState(history.state, "", bare.href);
  } catch (e) { }
  function encode(all) {
    var parameters = new URLSearchParams();
    for (var key in all) if (all[key] || all[key] === 0) parameters.set(key, String(all[key]).slice(0, 300));
    return parameters;
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
    var id = Array.prototype.map.call(crypto.getRandomValues(new Uint8Array(12)),
      function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
    var all = { id: id, type: type, time: new Date(Date.now() + skew).toISOString(), workspace: data.workspace,
      url: location.origin + location.pathname, referrer: document.referrer, content: from.content, campaign: from.campaign };
    for (var name in fields) all[name] = fields[name];
    waiting.push(all);
    if (visitor || sent) flush(); /* else the answer is waited for */
  }
  var engaged = 0, since = document.hidden ? 0 : Date.now(), sent = false;
  function leave() {
    if (since) engaged += Date.now() - since;
    since = 0;
    if (!sent) {
      sent = true;
      send(data.type || "visit", { action: data.action || "page", seconds: Math.min(86400, Math.round(engaged / 1000)),
        channel: from.channel, time: new Date(now + skew).toISOString() });
    }
    flush();
  }
  document.addEventListener("visibilitychange", function () { if (document.hidden) leave(); else since = Date.now(); });
  addEventListener("pagehide", leave);
  window.creatorstream = send;
})();
