"""Languages that the bot can tell, and those whose words it can stem, without words of its own to speak them."""

from __future__ import annotations

from bot.core.languages.language import Language

OTHERS = (
    Language(
        "pt",
        "Portuguese",
        stemmer="portuguese",
        letters=((r"[ãõ]", 1.0),),
        telling_words="obrigado obrigada ola",
        function_words=(
            "o a os as um uma de do da dos das no na nos nas em por para com sem se e ou que ele ela eu tu meu minha "
            "seu sua me te lhe como quando quanto quanta onde qual porque mas nao sim mais muito ja ha tenho tem posso "
            "pode quero sou estou foi depois antes sobre ola oi obrigado obrigada voce voces isso isto esta fazer "
            "rosto tambem ate dura tempo custa doi tratamento efeito"
        ),
    ),
    Language(
        "fr",
        "French",
        stemmer="french",
        letters=((r"[œêèç]", 0.5),),
        telling_words="bonjour bonsoir merci salut",
        function_words=(
            "le la les un une des de du au aux et ou que qui quoi en dans pour par avec sans sur se ce cet cette ces "
            "est sont suis je tu il elle nous vous ils mon ma mes ton votre notre son sa ses leur ne pas plus tres "
            "quand comment combien pourquoi quel quelle mais si oui non jai ai cest peut puis peux faire fait apres "
            "avant bonjour merci temps dure depuis visage quest lon avoir etre salut bonsoir mal coute traitement "
            "effet"
        ),
    ),
    Language(
        "de",
        "German",
        stemmer="german",
        letters=(
            (r"ß", 1.0),
            (r"[äö]", 0.4),
        ),
        telling_words="hallo danke hilfe",
        function_words=(
            "der die das den dem des ein eine einen einem einer und oder aber nicht kein keine ist sind war bin habe "
            "hat haben ich du er sie es wir ihr mein meine meinen mich mir dich sich auf aus bei mit nach von vor zu "
            "zum zur fur uber unter wie was wann wo warum wer welche wenn dass weil auch noch nur schon sehr mehr kann "
            "konnen mochte muss soll wird werden hallo danke bitte guten tag lange gesicht im am vom ja nein gibt "
            "wieder kostet kosten tut weh halt behandlung hilft schief"
        ),
    ),
    Language(
        "it",
        "Italian",
        stemmer="italian",
        telling_words="grazie buongiorno",
        function_words=(
            "il lo la i gli le un uno una di del della dei delle da dal in nel nella con su per tra e o ma che chi non "
            "si mi ti ci vi io tu lui lei noi voi mio mia suo sua come quando quanto quanta dove quale perche piu "
            "molto gia ho hai ha hanno posso puo vorrei sono era dopo prima ciao grazie buongiorno viso anche fare "
            "essere questo questa dura cosa fa tempo costa trattamento male effetto"
        ),
    ),
    Language(
        "nl",
        "Dutch",
        stemmer="dutch",
        telling_words="bedankt",
        function_words=(
            "de het een en of maar niet geen is zijn was ben heb heeft hebben ik jij je hij zij ze wij we mijn jouw "
            "haar op uit bij met na van voor naar om te hoe wat wanneer waar waarom wie welke als dat dit die ook nog "
            "al zeer meer kan kunnen wil moet zal wordt worden hallo dank bedankt alstublieft goedendag lang gezicht "
            "er aan door over dan ja nee duurt kost helpt behandeling"
        ),
    ),
    Language(
        "pl",
        "Polish",
        letters=((r"[łąęśźż]", 1.0),),
        telling_words="dziekuje czesc",
        function_words=(
            "i w na z do nie jest sa byl mam ma czy jak co kiedy gdzie dlaczego ile kto ktory ktora ze sie to ten ta "
            "te moj moja moje po przed dla od za przez ale lub oraz juz tylko bardzo moze mozna moge chce dzien dobry "
            "dziekuje prosze czesc twarz dlugo jestem tez trwa kosztuje boli leczenie pomaga"
        ),
    ),
    Language(
        "tr",
        "Turkish",
        stemmer="turkish",
        letters=((r"[ığş]", 1.0),),
        telling_words="merhaba selam",
        function_words=(
            "ve bir bu su o ben sen biz siz mi mu ne nasil neden nicin kac zaman nerede kim hangi icin ile ama veya da "
            "de cok daha var yok degil evet hayir olur olabilir yapmaliyim yapilir sonra sonrasi once kadar gibi "
            "merhaba selam tesekkurler tesekkur lutfen yuz yuzum gozum surer gecer istiyorum misiniz gerekir tedavi"
        ),
    ),
    Language(
        "sv",
        "Swedish",
        stemmer="swedish",
        letters=((r"[äöå]", 0.3),),
        telling_words="tack",
        function_words=(
            "och att det som en ett pa ar av for med till den har inte om jag du han hon vi ni de mig min mitt mina "
            "hur vad nar var varfor vilken men eller sa kan ska vill maste efter fore fran hej tack lange ansikte "
            "hjalper varar kostar behandling"
        ),
    ),
    Language(
        "da",
        "Danish",
        stemmer="danish",
        function_words=(
            "og at det som en et pa er af for med til den har ikke om jeg du han hun vi de mig min mit mine hvor hvad "
            "hvornar hvorfor hvilken hvordan men eller sa kan skal vil ma efter fra hej tak lenge laenge ansigt ansikt "
            "lang"
        ),
    ),
    Language(
        "fi",
        "Finnish",
        stemmer="finnish",
        telling_words="kiitos",
        function_words=(
            "ja on ei se han mina sina me te he etta kuin mutta tai jos niin mita miten milloin missa miksi kuka "
            "kuinka kauan voi voiko olen minun minulla jalkeen ennen kanssa ovat hei kiitos kasvot"
        ),
    ),
    Language(
        "ro",
        "Romanian",
        stemmer="romanian",
        letters=((r"[ăț]", 1.0),),
        telling_words="multumesc",
        function_words=(
            "si in de la cu pe un o este sunt nu da ca sa se ce cum cand cat unde care eu tu el ea noi am ai are mea "
            "meu pentru dupa inainte fara din dar sau mai foarte pot poate vreau buna multumesc fata dureaza salut "
            "doare tratament"
        ),
    ),
    Language(
        "cs",
        "Czech",
        letters=((r"[řůě]", 1.0),),
        telling_words="dekuji",
        function_words=(
            "a v na z do ne je jsou byl mam ma jak co kdy kde proc kolik kdo ktery ze se to ten ta me muj moje po pred "
            "pro od za ale nebo uz jen velmi muze mohu chci dobry den dekuji prosim ahoj oblicej dlouho jsem trva "
            "bolesti lecba"
        ),
    ),
    Language(
        "hu",
        "Hungarian",
        stemmer="hungarian",
        letters=((r"[őű]", 1.0),),
        telling_words="koszonom",
        function_words=(
            "a az egy es vagy de nem van volt hogy mi mit mikor hol miert ki melyik mennyi meddig en te o ti ok nekem "
            "utan elott nelkul csak nagyon mar meg lehet kell szeretnek koszonom kerem arc tart"
        ),
    ),
    Language(
        "id",
        "Indonesian",
        stemmer="indonesian",
        function_words=(
            "yang dan di ke dari untuk dengan tidak ini itu saya aku anda kamu kami kita dia ada apa apakah bagaimana "
            "kapan dimana mengapa kenapa berapa lama bisa boleh akan sudah belum setelah sebelum wajah terima kasih "
            "halo tolong efek sakit pengobatan harga"
        ),
    ),
    Language(
        "vi",
        "Vietnamese",
        letters=((r"[ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữự]", 1.0),),
        function_words=(
            "toi la va cua co khong bi bao lau nhu nao khi gi o dau tai sao cho nay mot nhung duoc se da truoc cam xin "
            "chao mat"
        ),
    ),
    Language(
        "tl",
        "Tagalog",
        function_words=(
            "ang ng mga sa na ay at ako ikaw siya kami tayo sila ko mo niya namin ito iyon hindi oo ano paano kailan "
            "saan bakit sino ilan pwede gaano katagal kung para may wala mukha salamat kumusta po ba"
        ),
    ),
    Language(
        "sw",
        "Swahili",
        function_words=(
            "na ya wa kwa ni si la za katika mimi wewe yeye sisi hii hiyo gani nini lini wapi kwanini vipi muda baada "
            "kabla asante habari tafadhali uso"
        ),
    ),
    Language("ru", "Russian", stemmer="russian", script=r"[\u0400-\u04ff]"),
    Language("el", "Greek", stemmer="greek", script=r"[\u0370-\u03ff\u1f00-\u1fff]"),
    Language("he", "Hebrew", script=r"[\u0590-\u05ff]"),
    Language("ar", "Arabic", stemmer="arabic", script=r"[\u0600-\u06ff\u0750-\u077f]"),
    Language("hi", "Hindi", stemmer="hindi", script=r"[\u0900-\u097f]"),
    Language("bn", "Bengali", script=r"[\u0980-\u09ff]"),
    Language("pa", "Punjabi", script=r"[\u0a00-\u0a7f]"),
    Language("gu", "Gujarati", script=r"[\u0a80-\u0aff]"),
    Language("ta", "Tamil", stemmer="tamil", script=r"[\u0b80-\u0bff]"),
    Language("te", "Telugu", script=r"[\u0c00-\u0c7f]"),
    Language("th", "Thai", script=r"[\u0e00-\u0e7f]"),
    Language("hy", "Armenian", stemmer="armenian", script=r"[\u0530-\u058f]"),
    Language("ka", "Georgian", script=r"[\u10a0-\u10ff]"),
    Language("am", "Amharic", script=r"[\u1200-\u137f]"),
    Language("ko", "Korean", script=r"[\uac00-\ud7af\u1100-\u11ff]"),
    Language("ja", "Japanese", script=r"[\u3040-\u30ff]"),
    Language("zh", "Chinese", script=r"[\u4e00-\u9fff\u3400-\u4dbf]"),
    Language("uk", "Ukrainian", variant_of="ru", script=r"[іїєґ]"),
    Language("sr", "Serbian", stemmer="serbian", variant_of="ru", script=r"[ђјљњћџ]"),
    Language("ur", "Urdu", variant_of="ar", script=r"[ٹڈڑںے]"),
    Language("fa", "Persian", variant_of="ar", script=r"[پچژگ]"),
    Language("ca", "Catalan", stemmer="catalan"),
    Language("eu", "Basque", stemmer="basque"),
    Language("ga", "Irish", stemmer="irish"),
    Language("lt", "Lithuanian", stemmer="lithuanian"),
    Language("ne", "Nepali", stemmer="nepali"),
    Language("no", "Norwegian", stemmer="norwegian"),
    Language("yi", "Yiddish", stemmer="yiddish"),
)
