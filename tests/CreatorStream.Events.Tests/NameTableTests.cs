using System.Text;

namespace CreatorStream.Events.Tests;

public class NameTableTests
{
    private static readonly string[] Names =
    [
        "a",
        "id",
        "url",
        "time",
        "value",
        "seconds",
        "campaign",
        "workspace",
        "sixteen letters!",
    ];

    private readonly NameTable<int> table = new([.. Names.Select((name, i) => (name, i + 1))], 0);

    [Fact]
    public void Every_name_has_its_value()
    {
        Assert.Equal(Enumerable.Range(1, Names.Length), Names.Select(Find));
    }

    [Fact]
    public void No_other_name_is_taken_for_one_of_them()
    {
        foreach (string name in Names)
        {
            for (int i = 0; i < name.Length; i++)
            {
                Assert.Equal(0, Find(name.Remove(i, 1).Insert(i, "\u0001")));
                Assert.Equal(0, Find(name.Insert(i, name[i..])));
                Assert.Equal(0, Find(name.Remove(i, 1)));
            }
            Assert.Equal(0, Find(name + "\0"));
            Assert.Equal(0, Find("\0" + name));
        }
        Assert.Equal(0, Find(new string('a', 1000)));
    }

    [Fact]
    public void Sixty_names_are_kept_apart_also_where_they_begin_alike()
    {
        string[] many = [.. Enumerable.Range(0, 30).SelectMany(n => new[] { $"product_page_{n}", $"step_{n}" })];
        var of = new NameTable<int>([.. many.Select((name, i) => (name, i + 1))], 0);
        Assert.Equal(Enumerable.Range(1, 60), many.Select(name => of.Find(Encoding.ASCII.GetBytes(name))));
    }

    private int Find(string name) => table.Find(Encoding.ASCII.GetBytes(name));
}
