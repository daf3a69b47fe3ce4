namespace CreatorStream.Events.Tests;

public class ReportTextTests
{
    [Theory]
    [InlineData("anna", "anna")]
    [InlineData("a-1", "a-1")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("\uff1d1", "'\uff1d1")]
    [InlineData("\uff0b1", "'\uff0b1")]
    [InlineData("\uff0d1", "'\uff0d1")]
    [InlineData("\uff20a", "'\uff20a")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\u3000=1", "'\u3000=1")]
    [InlineData("\u2003=1", "'\u2003=1")]
    [InlineData("\u200b=1", "'?=1")]
    [InlineData("\ufeff=1", "'?=1")]
    [InlineData("\u202e=1", "'?=1")]
    [InlineData("\U000e0020=1", "'?=1")]
    [InlineData("\t=1", "'?=1")]
    [InlineData("\r=1", "'?=1")]
    [InlineData("x;=1+1", "\"x;=1+1\"")]
    [InlineData("x,=\"1\"", "\"x,=\"\"1\"\"\"")]
    [InlineData("=1;2", "\"'=1;2\"")]
    [InlineData("x\n=1", "x?=1")]
    public void A_field_is_no_formula(string text, string field) => Assert.Equal(field, ReportText.Field(text));
}
