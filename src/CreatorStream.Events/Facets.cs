using System.Collections.Frozen;
using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// What a touch says of itself by which figures of its subject may be split: so far its country. In one number, of which the
/// country has the first 10 bits; a facet to come takes bits of its own, and 0 is always: not said. Facets are kept with the
/// subject, once for each combination that occurs, so each is of a closed list: whatever else a sender writes is
/// <see cref="Other"/>, and a subject has some 250 at most.
/// </summary>
public readonly record struct Facets(ulong Code)
{
    public const string Other = "other";

    private const int CountryBits = 10;
    private const ulong OtherCountry = (1 << CountryBits) - 1;

    /// <summary>ISO 3166-1 alpha-2, and Kosovo's.</summary>
    private static readonly FrozenSet<ulong> Countries = (
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
        + "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR "
        + "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
        + "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT "
        + "MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
        + "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ "
        + "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
    )
        .Split(' ')
        .Select(country => CodeOf(Encoding.ASCII.GetBytes(country)))
        .ToFrozenSet();

    public bool AreNone => Code == 0;

    /// <summary>What it says of the country, and nothing else.</summary>
    public Facets OfCountry => new(Code & OtherCountry);

    /// <summary>Empty: not said.</summary>
    public string Country =>
        (Code & OtherCountry) switch
        {
            0 => "",
            OtherCountry => Other,
            var code => $"{(char)('A' + ((code - 1) / 26))}{(char)('A' + ((code - 1) % 26))}",
        };

    /// <param name="country">Two capital letters, or nothing.</param>
    public static Facets Of(ReadOnlySpan<byte> country)
    {
        if (country.Length != 2)
        {
            return default;
        }
        ulong code = CodeOf(country);
        return new Facets(Countries.Contains(code) ? code : OtherCountry);
    }

    private static ulong CodeOf(ReadOnlySpan<byte> country) =>
        ((ulong)(country[0] - 'A') * 26) + (ulong)(country[1] - 'A') + 1;
}
