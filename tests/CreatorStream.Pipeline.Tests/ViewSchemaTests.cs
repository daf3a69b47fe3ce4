namespace CreatorStream.Pipeline.Tests;

public sealed class ViewSchemaTests
{
    /// <summary>Run with CREATORSTREAM_WRITE_SCHEMA=1, it writes the file instead.</summary>
    [Fact]
    public void The_schema_is_what_the_views_say()
    {
        string path = JsonSchema.PathOf("views.schema.json");
        string made = ViewSchema.Make();
        if (Environment.GetEnvironmentVariable("CREATORSTREAM_WRITE_SCHEMA") == "1")
        {
            File.WriteAllText(path, made);
        }
        Assert.Equal(made, File.ReadAllText(path));
    }
}
