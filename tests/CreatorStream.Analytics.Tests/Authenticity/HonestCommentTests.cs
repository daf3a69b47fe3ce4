using CreatorStream.Analytics.Authenticity.Spam;

namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>
/// Comments as fans and customers write them under campaigns: made up, many to try the rules. None may be called spam, for it would
/// accuse an honest person.
/// </summary>
public sealed class HonestCommentTests
{
    private const string RecipesAndTutorials = """
        Can I sub oat milk?
        Could I sub honey for the sugar?
        I usually sub almond flour and it works great
        Sub oat milk for the cream and it's vegan
        What would you sub for the eggs?
        Is there a sub for butter in this recipe?
        That meatball sub looks amazing
        just subscribed, please make more videos
        I'm a new subscriber and I love your videos
        New subscriber here! Please do a tutorial on this
        Following you since day one, please make more videos
        Please make more videos
        please make more videos, my kids and I watch your channel every day
        I made this last night and my family loved it
        I made this from your video and it was delicious, please post more
        I did this tutorial yesterday, please do more
        Just made the cake, my husband wants it every day
        I started watching your videos last year, please never stop
        What can I use instead of eggs please?
        How long do I bake it? Please reply
        Please share the recipe
        Could you please share the recipe and let me know how long to bake it?
        I came from Instagram, please make more
        Who is the sponsor of this video please?
        I can see my city in this video
        Can you do a follow up video please?
        I'd love a video on how you edit your photos
        Can you make a video about your morning routine please?
        I never win anything but this prize would make my year
        How did you make the sauce?
        I made your pasta and my kids asked for more
        """;

    private const string Following = """
        I really like this post
        I like this post so much
        We like this page a lot
        Really like this post, thank you
        I would like this post twice if I could
        More posts like this page has please
        Looks like this post is old
        I had to share this post with my mum
        Can I share this post in my story?
        My page won't load, is the site down?
        subscribed!
        Just subscribed!
        Liked and subscribed!
        I just had to subscribe
        I'm your subscriber since 2015
        I'm one of your subscribers from Brazil
        I'll subscribe right away
        I want to subscribe to the box, how?
        How do I subscribe to the newsletter?
        Can I cancel the subscription any time?
        Is the subscription worth it?
        Congrats on 1 million subscribers! Please do a giveaway
        Congratulations on 100k subs, please never stop
        You deserve more subscribers, please keep going
        following you since 2016
        I follow you on Instagram too
        New follower on Instagram here
        I follow our local bakery because of you
        You inspired me to follow my dreams
        done! followed and liked
        Done! Followed, liked and shared
        Please post this on Instagram too
        I'd share this page with my friends
        I smashed the subscribe button
        I hit subscribe so fast
        """;

    private const string Giveaways = """
        It won't let me check out
        Done! I never win but good luck everyone
        I hope I win this giveaway, I never win anything
        I'd love to win this prize, thank you for the giveaway
        Please let me win this giveaway, it would be a great gift for my mom
        Entered! Good luck to everyone
        All done! Shared to my story too
        tagging @sam and @alex for the giveaway
        I want to win so bad, my birthday is next week
        Pick me please, I'd love to try it
        Can I join the giveaway from India?
        The app won't let me register
        My friend won the last giveaway, it's real
        Who won the giveaway?
        When do you announce the winner of the giveaway?
        Is the giveaway open to Canada please?
        How do I claim my prize?
        I won! Thank you so much for the gift
        Is it too late to enter the giveaway?
        Best giveaway ever, I'd be so happy to win
        """;

    private const string Friends = """
        @anna check this out
        @anna check out this dress!!
        @anna @lisa check this out
        @anna_k you need to see this
        @tom.b check it out, it's the one we saw
        @brand please send me a code
        @check_out_berlin is where I found it
        @maria look at this!
        @maria let's go here
        @maria we should check this out
        omg @maria you need this
        @anna_k look at this one
        Take a look @lena
        Look @lena!
        @lena @tim look what they have
        So you @lena
        @lena is this the one you have?
        @lena I want this for my birthday
        @brandname when will you restock please?
        @brandname where is my order?
        Hey @brandname do you ship to Peru?
        Thank you @brandname for the gift
        Love my @brandname shoes
        """;

    private const string CodesAndPrices = """
        My discount code isn't working at checkout
        At checkout my code says it's invalid
        Does the code give a discount on sale items?
        Does the discount code work on sale items?
        Is the code still valid? It says free shipping but it isn't
        Please share the discount code!
        What's the discount code please?
        Please DM me the discount code
        Please let me know if the code works
        Can you stack the coupon code with the sale?
        Code gave me a discount and free shipping, thanks!
        Used your code and got a free gift
        Is the code only for the first order or the sale too?
        How much is it? Is there a discount code?
        Is this worth the money with the code?
        Price please?
        Is it the same price in store?
        Is the app free to download?
        Is this a paid ad?
        Look at my face when I saw the price
        I bought it for my daughter with your code and she loves it
        Did you get paid for this?
        Hi, is the code still working please?
        Is this for sale in Australia?
        I've got my fingers crossed for the free trip
        What's the code for free shipping?
        The code expired, can you share a new one?
        Does the code work in store or only online?
        Got mine on sale for 20 dollars
        Got it for free with my points
        It's on sale at my local shop
        """;

    private const string Shops = """
        My local store is sold out!
        My store doesn't have it yet
        Is it in stock in our shops?
        My account says it's out of stock
        My app keeps crashing when I pay
        Love it, it's my new favorite shop
        My Chanel bag is jealous
        I'll check my local store
        Gonna check my local store tomorrow
        Please check my order, it never came
        Could you check my DM please?
        Can you check if my size is in stock?
        I sent you a message, please check!
        Please check, it says sold out
        I can't check out, the site gives an error
        How much is shipping to Canada?
        Do you ship to Germany?
        Link in bio?
        Where's the link please?
        When is the restock? It's always sold out
        Can you help me choose a shade please?
        Where can I download the app please?
        Please add my size!
        Please add us to the shipping list
        Is there an add on for the bag?
        Love my new shoes from your shop
        My shop is out of these, do you ship?
        Just ordered mine, can't wait for it to arrive
        Which size did you take? I'm usually a medium
        Do you sell these on your website?
        I messaged you on Instagram, did you see it?
        """;

    private const string Deeds = """
        I'll check it out
        I checked it out, love it
        Checked it out and I'm in love
        Will check it out, thanks!
        Going to check this out
        Gonna check it out this weekend
        I'm definitely going to check this out
        I have to check this out
        I'd love to check it out
        We will check them out
        Can't wait to check this out
        Let me check it out
        Let me go check it out
        I need to check out this brand
        Definitely gonna have to check that out
        I should go check this out
        I'll take a look at it tonight
        Check your DMs please
        Can you check when it comes out in Canada?
        We watch this in our music class every week
        I listen to this on my way to work
        I listen to your podcast on my way to work
        I read your blog every morning
        Please check your inbox
        Look at my girl go!
        Look at you!!
        Look at this, so cute
        I listened to this with my friends all summer
        I see my mom in you
        I can't see my comment
        I watch with my kids
        """;

    private const string Others = """
        My whole tiktok is this dress
        You are all over my instagram
        Where can I get this in the UK?
        Please do more tutorials like this
        Please let me know where the shirt is from
        Please help me find this jacket
        Does it help my dry skin? Please answer
        Will this help our cat please?
        How to download it please?
        I can't join the live, please help
        Please visit our country one day
        When will you visit us in Brazil?
        Please come visit us in Mexico
        Add me to the waitlist!
        What's your Instagram please?
        Is this filter on Instagram or Snapchat?
        My stuff hasn't arrived yet, please help
        I'd vote for you
        This is so cute, I need it in my life
        Where's the shirt from?
        This reminds me of my childhood
        My skin is so dry, which one should I take?
        Thanks for sharing!
        Please do a collab with my favorite creator
        I shared this to my story
        Made this for dinner, my husband loved it
        I started this program a week ago and I feel great
        Please upload part 2!
        I saw this on TikTok and had to buy it
        I came here from your Instagram story
        Found you on Instagram yesterday and I'm hooked
        """;

    [Theory]
    [InlineData(RecipesAndTutorials)]
    [InlineData(Following)]
    [InlineData(Giveaways)]
    [InlineData(Friends)]
    [InlineData(CodesAndPrices)]
    [InlineData(Shops)]
    [InlineData(Deeds)]
    [InlineData(Others)]
    public void Nobody_honest_is_accused(string comments)
    {
        foreach (string comment in comments.Split('\n', StringSplitOptions.TrimEntries))
        {
            List<string> signs = [];
            double score = SpamText.Score(comment, false, signs);
            Assert.True(score < SpamText.Threshold, $"{score:F3} {string.Join(' ', signs)}: {comment}");
        }
    }
}
