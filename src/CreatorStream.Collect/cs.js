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
  function keep(name, value) {
    try {
      if (value && consent) localStorage.setItem(name, value);
      return (consent && localStorage.getItem(name)) || value;
    } catch (e) { return value; /* storage is off: an id for this page only */ }
  }
  var visitor = keep("cs_vid", query.get("cs_vid")) || keep("cs_vid", id());
  var content = query.get("utm_medium") === "creator" ? query.get("utm_content") : null;
  var campaign = content ? query.get("utm_campaign") : null;
  function send(type, fields) {
    var all = { id: id(), type: type, visitor: visitor, time: new Date(Date.now() + skew).toISOString(),
      url: location.origin + location.pathname, referrer: document.referrer, workspace: data.workspace,
      content: content, campaign: campaign, consent: consent ? "1" : "0" };
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
      channel: content ? null : query.get("utm_medium") || (document.referrer ? "referral" : "direct") });
  }
  document.addEventListener("visibilitychange", function () { if (document.hidden) leave(); else since = Date.now(); });
  addEventListener("pagehide", leave);
  window.creatorstream = send;
})();
