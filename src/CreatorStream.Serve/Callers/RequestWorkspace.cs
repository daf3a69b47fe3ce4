using CreatorStream.Pipeline.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CreatorStream.Serve.Callers;

/// <summary>The workspace that a request is about: <c>workspace</c> of its query, or the default one. Read here and nowhere else.</summary>
public static class RequestWorkspace
{
    private const string Parameter = "workspace";

    /// <returns>null where it is said more than once: then it is nobody's guess which was meant.</returns>
    public static string? Find(HttpRequest request)
    {
        StringValues named = request.Query[Parameter];
        return named.Count > 1 ? null
            : string.IsNullOrEmpty(named) ? Subject.DefaultWorkspace
            : named[0];
    }

    /// <summary>Of a request that was let in, which names one at most.</summary>
    public static string Of(HttpRequest request) => Find(request) ?? Subject.DefaultWorkspace;
}
