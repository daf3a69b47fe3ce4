using System.Collections.Frozen;

namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// Of which kinds a word is: lists of ours, of the words that comment spam in English is made of, with the usual misspellings.
/// </summary>
internal static class SpamWords
{
    /// <summary>No listed word is longer.</summary>
    public const int Longest = 32;

    private static readonly FrozenDictionary<string, WordKinds> Kinds = Load();
    private static readonly FrozenDictionary<string, WordKinds>.AlternateLookup<ReadOnlySpan<char>> KindsBySpan =
        Kinds.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string> Domains = Set(
        "com net org co info biz xyz ly gl gg ru br pl nl de uk fr eu cc tk ml ga cf gq jp cn it es ca se cz ro hu pt gr ua in"
            + " kr tr mx ar vn id ph my to be is at no us me tv io app site online club shop store live link fm"
    );

    // A sentence may go on with these after a full stop without a blank.
    private static readonly FrozenSet<string> DomainsThatAreWords = Set(
        "co it es in my to be is at no us me app site online club shop store live link id de am so do"
    );

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> DomainsBySpan =
        Domains.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> WordDomainsBySpan =
        DomainsThatAreWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Kinds of a word in lower case; letters drawn out (<c>plzzzz</c>) make no difference.</summary>
    public static WordKinds Of(ReadOnlySpan<char> lowerCase)
    {
        Span<char> squeezed = stackalloc char[Longest];
        int before = 0;
        foreach (int most in (ReadOnlySpan<int>)[int.MaxValue, 2, 1])
        {
            int length = Squeeze(lowerCase, squeezed, most);
            ReadOnlySpan<char> word = squeezed[..length];
            if (length == before)
            {
                continue;
            }
            before = length;
            if (KindsBySpan.TryGetValue(word, out WordKinds kinds) || IsMisspelt(word, out kinds))
            {
                return kinds;
            }
        }
        return WordKinds.None;
    }

    /// <summary>Whether names of domains end so.</summary>
    /// <param name="lowerCase">What follows the last point.</param>
    /// <param name="isWord">It is also an ordinary word.</param>
    public static bool IsDomain(ReadOnlySpan<char> lowerCase, out bool isWord)
    {
        isWord = WordDomainsBySpan.Contains(lowerCase);
        return DomainsBySpan.Contains(lowerCase);
    }

    /// <summary>No letter more than so many times in a row; 0: too long.</summary>
    private static int Squeeze(ReadOnlySpan<char> word, Span<char> into, int most)
    {
        int length = 0;
        int run = 0;
        for (int i = 0; i < word.Length; i++)
        {
            run = i > 0 && word[i] == word[i - 1] ? run + 1 : 1;
            if (run > most)
            {
                continue;
            }
            if (length == into.Length)
            {
                return 0;
            }
            into[length++] = word[i];
        }
        return length;
    }

    /// <summary>The two words that are misspelt most: «suscribe», «sucscrib», «chanell», «chhanel».</summary>
    private static bool IsMisspelt(ReadOnlySpan<char> word, out WordKinds kinds)
    {
        kinds = WordKinds.None;
        if (word.StartsWith("su"))
        {
            ReadOnlySpan<char> rest = word[2..].TrimStart("bcs");
            rest = rest.Length < word.Length - 2 && rest.StartsWith("r") ? rest[1..] : rest;
            bool isPlain = !word.EndsWith("er") && !word.EndsWith("ers") && !word.EndsWith("ed");
            // A box that comes every month is a subscription.
            isPlain &= !word.EndsWith("ion") && !word.EndsWith("ions");
            bool isSubscribe = rest.Length < word.Length - 2 && (rest.StartsWith("ib") || rest.StartsWith("ip"));
            kinds = isSubscribe && isPlain ? WordKinds.Subscribe : WordKinds.None;
        }
        else if (word.StartsWith("ch"))
        {
            ReadOnlySpan<char> rest = word[2..].TrimStart('h');
            rest = rest.StartsWith("an") ? rest[2..].TrimStart('n') : default;
            kinds = rest.StartsWith("el") || rest.StartsWith("al") ? WordKinds.Place : kinds;
        }
        return kinds != WordKinds.None;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();

    private static FrozenDictionary<string, WordKinds> Load()
    {
        Dictionary<string, WordKinds> kinds = [];
        void Add(WordKinds kind, string words)
        {
            foreach (string word in words.Split(' '))
            {
                kinds[word] = kinds.GetValueOrDefault(word) | kind;
            }
        }
        Add(WordKinds.Check, "check checkout chek chck chacking cheking see listen watch view look hear read");
        Add(WordKinds.CheckOut, "check checkout checked chek chck chacking cheking");
        Add(WordKinds.Own, "my our mah");
        Add(WordKinds.Me, "me us mee");
        Add(WordKinds.Place, "canal site website blog soundcloud onlyfans");
        Add(WordKinds.Shop, "page profile account app shop store instagram twitter facebook twitch snapchat fb ig");
        Add(WordKinds.Shop, "insta tiktok telegram discord snap bio");
        Add(WordKinds.Work, "video videos vid vids vidz vidio vidios videoes clip clips song songs music track tracks");
        Add(
            WordKinds.Work,
            "cover covers rap raps beat beats remix remixes mixtape album single playlist stream parody"
        );
        Add(WordKinds.Work, "tutorial tutorials montage montages content gameplay lyrics art demo band talent");
        Add(WordKinds.Favourite, "favorite favourite fav favorites fave childhood life opinion mind best all");
        Add(WordKinds.Please, "please pleas plz pls plizz");
        Add(WordKinds.Audience, "guys everyone everybody people friends all yall peeps there fans");
        Add(WordKinds.Greeting, "hey hi hello yo ehi dear");
        Add(WordKinds.Self, "i i'm im we we're ill i'll i'd i've ive we'll we'd we've");
        Add(
            WordKinds.Make,
            "make made makes making upload uploaded uploading uploads post posting do did started start"
        );
        Add(WordKinds.Make, "create created sing write wrote produce produced record recorded released releasing");
        Add(
            WordKinds.Role,
            "rapper singer producer artist youtuber songwriter dancer musician duo band gamer comedian"
        );
        Add(WordKinds.Role, "filmmaker");
        Add(
            WordKinds.Money,
            "money cash paypal bitcoin bitcoins crypto dollars dollar earn earning hack hacked loan invest"
        );
        Add(WordKinds.Money, "investment profit");
        Add(WordKinds.Offer, "code codes coupon discount cheap sale sell selling paid free");
        Add(WordKinds.Offer, "giveaway gift giftcard giftcards prize prizes win");
        Add(WordKinds.Raffle, "giveaway giveaways raffle win winner winners prize prizes");
        Add(WordKinds.SignUp, "click join register download signup");
        Add(WordKinds.Vote, "vote donate donation petition fundraiser gofundme");
        Add(WordKinds.Subscribe, "subscribe suscribete");
        Add(WordKinds.Sub, "sub subbing");
        // One alone is a fan, «my first subscriber» is not.
        Add(WordKinds.Work, "subscriber suscriber");
        Add(WordKinds.Subscribers, "subscribers subs suscribers");
        Add(WordKinds.Network, "instagram twitter facebook twitch snapchat ig insta");
        Add(WordKinds.Messenger, "kik skype whatsapp telegram");
        Add(WordKinds.Out, "out");
        Add(WordKinds.Look, "look visit");
        Add(WordKinds.Back, "back");
        Add(WordKinds.At, "at");
        Add(WordKinds.Go, "go come");
        Add(WordKinds.This, "this these");
        Add(WordKinds.Post, "comment page post");
        Add(WordKinds.Like, "like");
        Add(WordKinds.Share, "share");
        Add(WordKinds.Give, "give");
        Add(WordKinds.A, "a");
        Add(WordKinds.Follow, "follow");
        Add(WordKinds.Add, "add");
        Add(WordKinds.On, "on");
        Add(WordKinds.For, "for 4");
        Add(WordKinds.Thumb, "thumb thumbs");
        Add(WordKinds.Up, "up");
        Add(WordKinds.Sign, "sign");
        Add(WordKinds.Tell, "let tell");
        Add(WordKinds.Know, "know what");
        Add(WordKinds.Hit, "hit text call message dm whatsapp");
        Add(WordKinds.Help, "help");
        Add(WordKinds.Am, "i'm im am we're");
        Add(WordKinds.Are, "are");
        Add(WordKinds.Perform, "rap sing");
        Add(WordKinds.Take, "take have");
        Add(WordKinds.Talk, "talk");
        Add(WordKinds.Think, "think thought thoughts");
        Add(WordKinds.You, "you u ya you'll you've your ur yours who anyone anybody someone somebody congrats");
        Add(WordKinds.You, "congratulations");
        Add(WordKinds.Helper, "to will would can could should must might may have had has gonna gotta wanna go got");
        Add(WordKinds.Helper, "just already also always really totally definitely def probably actually still");
        Add(
            WordKinds.Helper,
            "never even often usually not don't dont didn't do did does be been am was about the that"
        );
        Add(WordKinds.Helper, "can't cant cannot couldn't won't wont immediately instantly gladly");
        Add(WordKinds.Helper, "hit smashed pressed clicked tapped");
        Add(
            WordKinds.Wish,
            "love loves loved like hope hoping want wants wanted wait need needs excited going try trying tried plan planning"
        );
        Add(WordKinds.Intent, "will would might gonna gotta had can't cant cannot couldn't won't wont never really");
        Add(WordKinds.Intent, "instantly immediately smashed pressed");
        Add(WordKinds.To, "to");
        Add(WordKinds.It, "it this that they");
        Add(
            WordKinds.Private,
            "order orders dm dms message messages email mail parcel package local question questions"
        );
        Add(WordKinds.Private, "dream dreams heart hearts passion path size city town country state area hometown");
        Add(
            WordKinds.NotOut,
            "sold selling run runs ran running comes came coming figure find found turn turned is it's"
        );
        Add(WordKinds.NotOut, "its are was were if when whether with for");
        Add(WordKinds.Compare, "feels feel felt looks look looked sounds seems more something anything nothing things");
        Add(WordKinds.Compare, "stuff content videos posts pages reels");
        Add(WordKinds.Asked, "the your ur a where how which what more some details recipe during");
        Add(WordKinds.Solve, "find choose decide pick understand with fix figure identify order sleep relax through");
        return kinds.ToFrozenDictionary();
    }
}
