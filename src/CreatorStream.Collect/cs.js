/* CreatorStream: one visit per page, with engaged time; creatorstream(type, fields) for the rest.
   Needs consent: set window.creatorstreamConsent = false before it to keep it from storing an id. */
(function () {
  var script = document.currentScript, base = new URL(script.src).origin, data = script.dataset;
  var skew = SERVER_TIME_MS - Date.now(), query = new URLSearchParams(location.search);
  var consent = window.creatorstreamConsent !== false && navigator.doNotTrack !== "1";
  function id() {
    var bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.prototype.map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
  }
  function keep(area, name, value) {
    try {
      if (value && consent) window[area].setItem(name, value);
      return (consent && window[area].getItem(name)) || value;
    } catch (e) { return value; /* storage is off: for this page only */ }
  }
  var visitor = keep("localStorage", "cs_vid", query.get("cs_vid")) || keep("localStorage", "cs_vid", id());
  /* Where the session came from. Later pages don't say, so the tab remembers, for 30 min from page to page. */
  var medium = query.get("utm_medium"), now = Date.now(), external = document.referrer.split("/")[2];
  var from = { content: medium === "creator" ? query.get("utm_content") : null };
  if (from.content) from.campaign = query.get("utm_campaign");
  else from.channel = medium || (external && external !== location.host ? "referral" : "direct");
  try {
    var before = JSON.parse(keep("sessionStorage", "cs_from", null));
    if (!medium && before && now - before.at < 1800000) from = before;
  } catch (e) { /* not ours */ }
  from.at = now;
  keep("sessionStorage", "cs_from", JSON.stringify(from));
  function send(type, fields) {
    var all = { id: id(), type: type, visitor: visitor, time: new Date(Date.now() + skew).toISOString(),
      url: location.origin + location.pathname, referrer: document.referrer, workspace: data.workspace,
      content: from.content, campaign: from.campaign, consent: consent ? "1" : "0" };
    for (var name in fields) all[name] = fields[name];
    var parameters = new URLSearchParams();
    for (var key in all) if (all[key] !== null && all[key] !== undefined && all[key] !== "") parameters.set(key, all[key]);
    navigator.sendBeacon(base + "/v1/p.gif?" + parameters);
  }
  var engaged = 0, since = document.hidden ? 0 : Date.now(), sent = false;
  function pause() { if (since) { engaged += Date.now() - since; since = 0; } }
  function leave() {
    pause();
    if (sent) return;
    sent = true;
    send("visit", { action: data.action || "page", seconds: Math.min(86400, Math.round(engaged / 1000)),
      channel: from.channel, time: new Date(now + skew).toISOString() });
  }
  document.addEventListener("visibilitychange", function () { if (document.hidden) leave(); else since = Date.now(); });
  addEventListener("pagehide", leave);
  window.creatorstream = send;
})();
