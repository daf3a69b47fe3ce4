using System.Collections.Frozen;

namespace CreatorStream.Analytics.Sentiment;

/// <summary>
/// Words by which a language is told: the most frequent ones of comments in other languages with Latin letters, without those that
/// are English words, names or slang, too; and the most frequent ones of English. Lists of ours.
/// </summary>
internal static class ForeignWords
{
    private const int Longest = 16;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> English = Set(
        "the and you that it is of to for with this was are my have be not but your what so we they all just like can do"
            + " get out if his her she he from when who how more about love good best great please up would were has had"
            + " there their will song video don't i'm it's you're can't them our because then really very much never still"
            + " i a an at by been am think know why as or these than every only people time"
    );

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Foreign = Set(
        // Spanish, Portuguese, Catalan
        "que los las una por muy pero como más está esta este esto eres mejor canción cancion gracias hermosa hermoso linda"
            + " lindo todos todas porque cuando también tambien siempre encanta quiero amo mucho mucha para con del hay soy"
            + " hola bueno buena mundo desde vida corazón saludos felicidades não nao você voce muito muita uma isso essa esse"
            + " são tudo obrigado obrigada melhor música adoro parabéns também aqui quem meu minha seu sua dos das pelo lindo"
            + " gosto brasil é és molt",
        // French
        "les des est une dans pour pas vous nous avec sur qui cette je j'aime j'adore c'est très tres merci trop bien être"
            + " mais aussi belle chanson et plus tout ça ca va ai suis moi toi quoi comme bonne jolie magnifique vidéo"
            + " français",
        // German, Dutch
        "und ich nicht ist das ein eine der sehr mit auf auch für fuer dich wir ihr schön schon aber noch danke geil lied"
            + " liebe bist habe immer mein dein sind oder wie nur het een niet mooi leuk ik van dit maar heel voor jij mijn zijn"
            + " geen wat jullie deze ook echt",
        // Italian, Romanian
        "che sono della bella bello bellissima bellissimo grazie molto questa questo canzone il di è perché più anche bravo"
            + " bravissima siete sei una ciao sempre vita și si este foarte frumos frumoasa imi place mai pentru sunt melodie",
        // Nordic
        "och jag inte det är att på för en så bra låt ikke jeg og meget av til hvad hvor hyvä olen ei minä tämä ja on kaunis",
        // Polish, Czech, Slovak, Hungarian, south Slavic
        "jest nie się sie kocham bardzo piosenka super tak jak czy ale dla jestem to je se jsem krásné moc nagyon és szép"
            + " hogy nem egy lijepo volim pjesma dobro samo što sam",
        // Turkish
        "bir bu ve çok cok güzel guzel seviyorum ben sen için icin ama şarkı sarki harika değil var yok benim",
        // Indonesian, Malay, Filipino, Vietnamese
        "yang dan aku kamu ini itu tidak gak banget bagus lagu suka cinta sangat untuk dengan ada saya sekali apa cantik"
            + " ang ng mga ako ikaw siya naman ganda maganda kasi lang hindi rất đẹp hay không của tôi yêu bạn này",
        // Hindi and Urdu in Latin letters
        "hai hain ka ki ke ko nahi bahut bhai acha accha mera tera tum aap kya yaar bohot kar raha rahi"
    );

    /// <param name="word">In any case.</param>
    public static void Count(ReadOnlySpan<char> word, ref int english, ref int foreign)
    {
        if (word.Length > Longest)
        {
            return;
        }
        Span<char> lower = stackalloc char[Longest];
        lower = lower[..word.ToLowerInvariant(lower)];
        lower.Replace('’', '\'');
        if (English.Contains(lower))
        {
            english++;
        }
        else if (Foreign.Contains(lower))
        {
            foreign++;
        }
    }

    // Without foreign words that an English comment has for another reason: names, abbreviations, slips.
    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(params string[] lists) =>
        lists
            .SelectMany(list => list.Split(' '))
            .Except(EnglishToo.Split(' '))
            .ToFrozenSet()
            .GetAlternateLookup<ReadOnlySpan<char>>();

    private const string EnglishToo =
        "una con des est plus ca va ai comme dit van echt wat super on en si sei mai place je se bra til av moc moi toi sam hay"
        + " dos las los tres para del den sen ben var ve bu ama ada dan apa lang ang ng ko ka ki ke tak jak ale sur pas bien"
        + " hai kar suka mit mein schon ja il di ei is die og sua amo mas vida hola linda bravo ciao bella bello merci";
}
