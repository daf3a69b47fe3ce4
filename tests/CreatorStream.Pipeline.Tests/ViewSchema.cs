using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Makes the schema of all that serve sends, from the shapes by which views are written.</summary>
internal static class ViewSchema
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Make()
    {
        var definitions = new Definitions();
        var properties = new JsonObject();
        foreach (View view in ViewRegistry.All)
        {
            properties[view.Name] = definitions.Refer(
                char.ToUpperInvariant(view.Name[0]) + view.Name[1..],
                view,
                () => Describe(view, definitions)
            );
        }
        JsonObject messages = Messages();
        foreach ((string name, JsonNode? message) in messages)
        {
            definitions.Refer(name, messages, () => message!.DeepClone().AsObject());
        }
        properties["snapshot"] = new JsonObject { ["$ref"] = "#/$defs/HubSnapshot" };
        properties["delta"] = new JsonObject { ["$ref"] = "#/$defs/HubDelta" };
        properties["history"] = new JsonObject { ["$ref"] = "#/$defs/History" };
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "https://creatorstream.dev/schemas/views.schema.json",
            ["title"] = "Views",
            ["description"] =
                "What serve sends: views over HTTP and the hub's messages. Made from the classes that write views, by a test. Ratios are fractions, undefined ones null; money is in units of the reporting currency, as the exact decimal (a reader that takes numbers as floating point keeps its first 15 digits); times are RFC 3339 in UTC, except where a name ends in Ms (Unix milliseconds). `scope` says what a view is about, `tables` names the tables of a view, and which member of their rows, or place in them, is the key.",
            ["type"] = "object",
            ["properties"] = properties,
            ["$defs"] = definitions.ToJson(),
        };
        return schema.ToJsonString(Format) + "\n";
    }

    private static JsonObject Describe(View view, Definitions definitions) =>
        new()
        {
            ["type"] = "object",
            ["scope"] = ViewScopes.Name(view.Scope),
            ["tables"] = new JsonObject(view.Tables.Select(of => KeyValuePair.Create(of.Table, (JsonNode?)of.Key))),
            ["required"] = new JsonArray("figures", "state"),
            ["properties"] = new JsonObject
            {
                ["figures"] = view.Describe(definitions),
                ["state"] = ViewRegistry.State.Describe(definitions),
            },
            ["additionalProperties"] = false,
        };

    /// <summary>What is sent beside views.</summary>
    private static JsonObject Messages()
    {
        string names = new JsonArray([.. ViewRegistry.All.Select(view => (JsonNode)view.Name)]).ToJsonString();
        string scopes = new JsonArray([.. ViewScopes.All.Select(name => (JsonNode)name)]).ToJsonString();
        return JsonNode
            .Parse(
                $$"""
                {
                  "HubSnapshot": {
                    "type": "object",
                    "description": "Hub /hub, server method 'snapshot': the answer to Subscribe(scope, of, view), and to Resync(scope, of, view) after a gap.",
                    "required": ["scope", "of", "view", "seq", "figures", "state"],
                    "properties": {
                      "scope": { "enum": {{scopes}} },
                      "of": { "type": "string", "description": "the campaign, creator or portfolio; empty in a view of the workspace" },
                      "view": { "enum": {{names}} },
                      "seq": { "type": "integer" },
                      "figures": { "type": "object" },
                      "state": { "$ref": "#/$defs/State" }
                    },
                    "additionalProperties": false
                  },
                  "TableDelta": {
                    "type": "object",
                    "description": "Changes of one array of rows: rows are kept in the order of their keys (ordinal; numbers by value).",
                    "required": ["set", "drop"],
                    "properties": {
                      "set": { "type": "array", "items": {} },
                      "drop": { "type": "array", "items": { "type": ["string", "number"] } }
                    },
                    "additionalProperties": false
                  },
                  "HubDelta": {
                    "type": "object",
                    "description": "Server method 'delta': what changed since seq - 1. On a gap the client calls Resync.",
                    "required": ["scope", "of", "view", "seq", "fields", "tables", "state"],
                    "properties": {
                      "scope": { "enum": {{scopes}} },
                      "of": { "type": "string", "description": "the campaign, creator or portfolio; empty in a view of the workspace" },
                      "view": { "enum": {{names}} },
                      "seq": { "type": "integer" },
                      "fields": { "type": "object", "description": "figures' members to replace" },
                      "tables": { "type": "object", "additionalProperties": { "$ref": "#/$defs/TableDelta" } },
                      "state": { "$ref": "#/$defs/State" }
                    },
                    "additionalProperties": false
                  },
                  "History": {
                    "type": "object",
                    "description": "GET /api/campaigns/{id}/history?from&to&step (RFC 3339, RFC 3339, seconds): columns of equal length.",
                    "required": ["from", "to", "step", "startMs", "impressions", "clicks", "visits", "engagements", "sessions", "bounceRate", "engagedSeconds", "conversions", "revenue", "rawImpressions", "rawClicks", "rawVisits", "rawEngagements", "rawSessions", "rawBounceRate", "rawEngagedSeconds", "rawConversions", "rawRevenue"],
                    "properties": {
                      "from": { "type": "string" },
                      "to": { "type": "string" },
                      "step": { "type": "integer" }
                    },
                    "additionalProperties": { "type": "array", "items": { "type": ["number", "null"] } }
                  }
                }
                """
            )!
            .AsObject();
    }
}
