"""By what peers judge a practice: a closed list, each with its name and the question to ask."""

from django.utils.translation import get_language

from nebe.core.texts.translated import pick

MOST_POINTS = 5
LEAST_COUNTRIES = 2  # of reviewers, before a result is published
WEIGHTS = (0, 1, 2, 3)

CRITERIA: dict[str, dict[str, dict[str, str]]] = {
    "relevance": {
        "name": {
            "en": "Relevance",
            "cs": "Potřebnost",
            "uk": "Актуальність",
            "pl": "Trafność",
            "ru": "Актуальность",
            "vi": "Tính thiết thực",
            "ar": "الملاءمة",
        },
        "question": {
            "en": "Does it answer a need that people really have?",
            "cs": "Odpovídá na to, co lidé opravdu potřebují?",
            "uk": "Чи відповідає вона справжній потребі людей?",
            "pl": "Czy odpowiada na rzeczywiste potrzeby ludzi?",
            "ru": "Отвечает ли она на настоящую потребность людей?",
            "vi": "Có đáp ứng nhu cầu thật sự của mọi người không?",
            "ar": "هل تلبي حاجة حقيقية لدى الناس؟",
        },
    },
    "effectiveness": {
        "name": {
            "en": "Effectiveness",
            "cs": "Účinnost",
            "uk": "Результативність",
            "pl": "Skuteczność",
            "ru": "Результативность",
            "vi": "Hiệu quả",
            "ar": "الفعالية",
        },
        "question": {
            "en": "Does it reach what it set out to reach, and how is that known?",
            "cs": "Dosahuje toho, co si předsevzala, a jak se to ví?",
            "uk": "Чи досягає вона своєї мети і звідки це відомо?",
            "pl": "Czy osiąga to, co zakładała, i skąd to wiadomo?",
            "ru": "Достигает ли она своей цели и откуда это известно?",
            "vi": "Có đạt được mục tiêu đề ra không, và làm sao biết được?",
            "ar": "هل تحقق ما سعت إليه، وكيف يُعرف ذلك؟",
        },
    },
    "participation": {
        "name": {
            "en": "Participation of migrants",
            "cs": "Účast migrantů",
            "uk": "Участь мігрантів",
            "pl": "Udział migrantów",
            "ru": "Участие мигрантов",
            "vi": "Sự tham gia của người di cư",
            "ar": "مشاركة المهاجرين",
        },
        "question": {
            "en": "Do migrants and refugees help to plan it, run it and judge it?",
            "cs": "Podílejí se migranti a uprchlíci na plánování, vedení a hodnocení?",
            "uk": "Чи беруть мігранти й біженці участь у плануванні, веденні та оцінюванні?",
            "pl": "Czy migranci i uchodźcy pomagają ją planować, prowadzić i oceniać?",
            "ru": "Участвуют ли мигранты и беженцы в планировании, ведении и оценке?",
            "vi": "Người di cư và người tị nạn có cùng lập kế hoạch, thực hiện và đánh giá không?",
            "ar": "هل يشارك المهاجرون واللاجئون في تخطيطها وإدارتها وتقييمها؟",
        },
    },
    "sustainability": {
        "name": {
            "en": "Sustainability",
            "cs": "Udržitelnost",
            "uk": "Сталість",
            "pl": "Trwałość",
            "ru": "Устойчивость",
            "vi": "Tính bền vững",
            "ar": "الاستدامة",
        },
        "question": {
            "en": "Will it go on when the first money has been spent?",
            "cs": "Poběží dál, až první peníze dojdou?",
            "uk": "Чи триватиме вона, коли перші гроші закінчаться?",
            "pl": "Czy będzie działać dalej, gdy skończą się pierwsze pieniądze?",
            "ru": "Продолжится ли она, когда первые деньги закончатся?",
            "vi": "Có tiếp tục được khi khoản tiền đầu tiên đã hết không?",
            "ar": "هل ستستمر بعد إنفاق التمويل الأول؟",
        },
    },
    "transferability": {
        "name": {
            "en": "Transferability",
            "cs": "Přenositelnost",
            "uk": "Можливість перенести",
            "pl": "Możliwość przeniesienia",
            "ru": "Возможность переноса",
            "vi": "Khả năng áp dụng nơi khác",
            "ar": "قابلية النقل",
        },
        "question": {
            "en": "Could another city do the same, and what would it need?",
            "cs": "Mohlo by totéž dělat jiné město a co by k tomu potřebovalo?",
            "uk": "Чи могло б інше місто зробити те саме і що йому для цього потрібно?",
            "pl": "Czy inne miasto mogłoby zrobić to samo i czego by potrzebowało?",
            "ru": "Мог бы другой город сделать то же самое и что ему для этого нужно?",
            "vi": "Thành phố khác có làm được như vậy không, và cần những gì?",
            "ar": "هل تستطيع مدينة أخرى أن تفعل الشيء نفسه، وماذا تحتاج لذلك؟",
        },
    },
    "innovation": {
        "name": {
            "en": "Innovation",
            "cs": "Novost",
            "uk": "Новизна",
            "pl": "Innowacyjność",
            "ru": "Новизна",
            "vi": "Tính mới",
            "ar": "الابتكار",
        },
        "question": {
            "en": "What is new in it, here or anywhere?",
            "cs": "Co je na ní nové, tady nebo vůbec?",
            "uk": "Що в ній нового, тут чи взагалі?",
            "pl": "Co jest w niej nowego, tutaj lub w ogóle?",
            "ru": "Что в ней нового, здесь или вообще?",
            "vi": "Có gì mới, ở đây hoặc ở bất cứ đâu?",
            "ar": "ما الجديد فيها، هنا أو في أي مكان؟",
        },
    },
}


def name_of(code: str) -> str:
    return str(pick(CRITERIA[code]["name"], get_language() or "en"))


def question_of(code: str) -> str:
    return str(pick(CRITERIA[code]["question"], get_language() or "en"))
