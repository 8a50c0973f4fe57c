"""Pages in other scripts: the header, the text and the tail are told apart as in English."""

import pytest

from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Page

PAGES = {
    "hy": (
        ["Գլխավոր", "Հասարակություն", "Տնտեսություն"],
        "Գյուղի դպրոցը նոր մարզադահլիճ կունենա",
        "09:30, 5 Ապրիլ, 2024",
        [
            "Համայնքի ղեկավար Վարդան Մելքումյանն այսօր տեղեկացրեց, որ դպրոցի նոր մարզադահլիճի "
            "շինարարությունը կսկսվի մայիսին: Աշխատանքները կտևեն մեկ տարի:",
            "Ծնողները վաղուց էին խնդրում վերանորոգել հին շենքը, որի տանիքը ձմռանը կաթում էր: "
            "Դպրոցում սովորում է շուրջ երեք հարյուր աշակերտ:",
        ],
        ["Կիսվել", "Կարդացեք նաև", "Գյուղում նոր ճանապարհ է կառուցվում", "Հետևեք մեզ"],
    ),
    "az": (
        ["Ana səhifə", "Cəmiyyət", "İdman"],
        "Kənd məktəbində yeni idman zalı tikiləcək",
        "5 aprel 2024, 09:30",
        [
            "Kənd məktəbində yeni idman zalının tikintisinə may ayında başlanacaq. Bunu məktəbin "
            "direktoru Rəna Quliyeva valideynlərlə görüşdə deyib.",
            "Onun sözlərinə görə, işlər bir il davam edəcək. Köhnə binanın damı qışda axırdı və "
            "valideynlər çoxdan təmir istəyirdilər. Məktəbdə üç yüzə yaxın şagird oxuyur.",
        ],
        ["Paylaş", "Digər xəbərlər", "Kənddə yeni yol çəkilir", "Bizi izləyin"],
    ),
    "el": (
        ["Πολιτική", "Οικονομία", "Αθλητισμός"],
        "Νέο γυμναστήριο θα αποκτήσει το σχολείο του χωριού",
        "5 Απριλίου 2024, 09:30",
        [
            "Τον Μάιο θα ξεκινήσει η κατασκευή του νέου γυμναστηρίου στο σχολείο του χωριού, όπως "
            "ανακοίνωσε σήμερα ο δήμαρχος. Οι εργασίες θα διαρκέσουν έναν χρόνο.",
            "Οι γονείς ζητούσαν εδώ και καιρό την επισκευή του παλιού κτιρίου, καθώς η στέγη του "
            "έσταζε τον χειμώνα. Στο σχολείο φοιτούν περίπου τριακόσιοι μαθητές.",
        ],
        ["Κοινοποίηση", "Διαβάστε επίσης", "Νέος δρόμος στο χωριό", "Ακολουθήστε μας"],
    ),
    "ja": (
        ["ホーム", "社会", "経済"],
        "村の学校に新しい体育館、来月着工へ",
        "2024年4月5日 9時30分",
        [
            "村の学校で新しい体育館の建設が来月始まることが5日、分かった。村長が保護者との会合で"
            "明らかにした。工事は1年ほど続く見通しだという。",
            "古い建物は冬になると屋根から雨漏りがし、保護者らは以前から修理を求めていた。学校には"
            "約300人の児童が通っている。費用は村と県が半分ずつ負担する。",
        ],
        ["シェアする", "関連記事", "村に新しい道路、秋に開通", "フォローする"],
    ),
}


@pytest.mark.parametrize("language", PAGES)
def test_only_the_text_is_body(language: str) -> None:
    menu, headline, stamp, text, tail = PAGES[language]
    page = "\n".join([*menu, headline, stamp, *text, *tail])
    parsed = parse(Page("page", page))
    article = parsed.articles.to_pylist()[0]
    assert article["in_language"] == language
    assert article["headline"] == headline
    assert article["date_published_text"] == "2024-04-05"
    assert article["article_body"].split("\n\n") == text
    assert [post["headline"] for post in parsed.related_posts.to_pylist()] == [tail[2]]
