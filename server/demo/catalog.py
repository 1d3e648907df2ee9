"""What the demo's patients have: problems with their codes, medicines, goals and plans that belong together.

Codes are ICD-10-CM and SNOMED CT. Medicines are in words; only those whose RxNorm code is certain have one.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Problem:
    """One condition, and what usually comes with it."""

    words: str
    icd10: str
    snomed: str | None = None
    medicines: tuple[tuple[str, str, str | None], ...] = ()
    """(medicine, how it is taken, RxNorm code)"""
    goal: tuple[str, str, str] | None = None
    """(in the patient's words, measure, target)"""
    care: tuple[str, ...] = ()


PROBLEMS: Final[dict[str, Problem]] = {
    "heart failure": Problem(
        "Chronic systolic heart failure",
        "I50.22",
        "84114007",
        (
            ("Furosemide 40 MG Oral Tablet", "1 tablet by mouth every morning", "313988"),
            ("Metoprolol succinate ER 50 mg tablet", "1 tablet by mouth once a day", None),
        ),
        ("I want to sleep lying down again.", "Morning weight", "Within 3 lb of 158 lb"),
        ("Weigh every morning and write it down", "Teach the warning signs of heart failure"),
    ),
    "COPD": Problem(
        "COPD",
        "J44.9",
        "13645005",
        (
            ("Tiotropium 18 mcg inhalation capsule", "1 capsule inhaled once a day", None),
            ("Albuterol inhaler 90 mcg", "2 puffs every 4 to 6 hours as needed", None),
        ),
        ("I'd like to get to the mailbox without stopping.", "Steps without resting", "60 steps"),
        ("Check inhaler technique", "Pursed-lip breathing, twice a day"),
    ),
    "diabetes": Problem(
        "Type 2 diabetes mellitus",
        "E11.9",
        "44054006",
        (("Metformin 500 MG Oral Tablet", "1 tablet by mouth twice a day with meals", "861007"),),
        ("I don't want to lose my foot like my brother did.", "Foot check done", "Every day"),
        ("Daily foot check", "Read the meter together once a week"),
    ),
    "blood pressure": Problem(
        "Hypertension",
        "I10",
        "38341003",
        (
            ("Lisinopril 10 MG Oral Tablet", "1 tablet by mouth once a day", "314076"),
            ("Amlodipine 5 MG Oral Tablet", "1 tablet by mouth once a day", "197361"),
        ),
        ("I want my pressure down so I can stop worrying.", "Blood pressure", "Below 140/90"),
        ("Blood pressure at each visit",),
    ),
    "stroke": Problem(
        "Right-sided weakness after stroke",
        "I69.351",
        None,
        (
            ("Clopidogrel 75 MG Oral Tablet", "1 tablet by mouth once a day", "309362"),
            ("Atorvastatin 40 mg tablet", "1 tablet by mouth at bedtime", None),
        ),
        ("I want to button my own shirt.", "Dresses upper body", "Without help"),
        ("Occupational therapy twice a week", "Home exercises for the right hand"),
    ),
    "irregular heartbeat": Problem(
        "Atrial fibrillation",
        "I48.91",
        "49436004",
        (("Apixaban 5 mg tablet", "1 tablet by mouth twice a day", None),),
        None,
        ("Teach signs of bleeding",),
    ),
    "new knee": Problem(
        "Aftercare following right knee replacement",
        "Z47.1",
        None,
        (("Acetaminophen 325 MG Oral Tablet", "2 tablets by mouth every 6 hours as needed", "313782"),),
        ("I want to walk to church for Easter.", "Walks outdoors with a cane", "400 feet"),
        ("Physical therapy three times a week", "Look at the incision at each visit"),
    ),
    "hip fracture": Problem(
        "Right hip fracture, healing",
        "S72.001D",
        None,
        (("Calcium with vitamin D 600 mg tablet", "1 tablet by mouth twice a day", None),),
        ("I want to cook for myself at my own stove.", "Stands at the counter", "15 minutes"),
        ("Physical therapy twice a week", "Grab bars in the bathroom"),
    ),
    "bed sore": Problem(
        "Pressure ulcer of the sacrum, stage 2",
        "L89.152",
        "399912005",
        (("Zinc oxide 20 % ointment", "Thin layer on the skin after each change", None),),
        ("I just want it to stop hurting when I sit.", "Wound size", "Closed"),
        ("Dressing change every third day", "Turn every two hours"),
    ),
    "kidneys": Problem(
        "Chronic kidney disease, stage 3a",
        "N18.31",
        "433144002",
        (),
        ("I want to stay off dialysis.", "Salt a day", "Under 2 grams"),
        ("Go over food labels",),
    ),
    "memory": Problem(
        "Dementia",
        "F03.90",
        "52448006",
        (("Donepezil 10 MG Oral Tablet", "1 tablet by mouth at bedtime", "997223"),),
        ("Keep me in my own house.", "Nights without wandering", "Every night for 30 days"),
        ("Caregiver training", "Door alarm"),
    ),
    "Parkinson's": Problem(
        "Parkinson's disease",
        "G20.A1",
        "49049000",
        (("Carbidopa 25 mg and levodopa 100 mg tablet", "1 tablet by mouth three times a day", None),),
        ("I want to sign my name so people can read it.", "Falls", "None in 60 days"),
        ("Fall prevention exercises",),
    ),
    "low mood": Problem(
        "Depression",
        "F32.A",
        "35489007",
        (("Sertraline 50 MG Oral Tablet", "1 tablet by mouth once a day", "312941"),),
        ("I'd like to want to get up in the morning.", "PHQ-9", "Below 10"),
        ("Repeat PHQ-9 every 2 weeks",),
    ),
    "cholesterol": Problem(
        "High cholesterol",
        "E78.5",
        "55822004",
        (("Atorvastatin 20 mg tablet", "1 tablet by mouth at bedtime", None),),
    ),
    "thyroid": Problem(
        "Hypothyroidism",
        "E03.9",
        "40930008",
        (("Levothyroxine 50 mcg tablet", "1 tablet by mouth before breakfast", None),),
    ),
    "bones": Problem(
        "Osteoporosis",
        "M81.0",
        "64859006",
        (("Alendronate 70 mg tablet", "1 tablet by mouth once a week, sitting up", None),),
    ),
    "hearing": Problem("Hearing loss", "H91.90", "15188001"),
    "eyes": Problem("Macular degeneration", "H35.30", "267718000"),
    "knees": Problem(
        "Osteoarthritis of the right knee",
        "M17.11",
        "239873007",
        (("Diclofenac 1 % gel", "4 grams on the knee up to four times a day", None),),
    ),
    "heart": Problem(
        "Coronary artery disease",
        "I25.10",
        "53741008",
        (("Aspirin 81 mg chewable tablet", "1 tablet by mouth once a day", None),),
    ),
    "oxygen": Problem(
        "Needs oxygen at home", "Z99.81", None, (("Oxygen", "2 liters a minute at night", None),)
    ),
    "balance": Problem("Unsteady on the feet", "R26.81"),
}

# What brings each patient to home health, then what they also have.
CHARTS: Final[tuple[tuple[str, ...], ...]] = (
    ("heart failure", "blood pressure", "diabetes", "kidneys", "hearing"),
    ("COPD", "oxygen", "low mood", "bones"),
    ("stroke", "blood pressure", "cholesterol", "low mood"),
    ("new knee", "blood pressure", "knees"),
    ("diabetes", "kidneys", "blood pressure", "eyes", "cholesterol", "thyroid"),
    ("hip fracture", "bones", "balance", "memory"),
    ("heart failure", "irregular heartbeat", "heart", "cholesterol"),
    ("memory", "balance", "hearing"),
    ("bed sore", "Parkinson's", "balance"),
    ("Parkinson's", "low mood", "blood pressure"),
    ("COPD", "heart failure", "oxygen", "blood pressure", "cholesterol", "heart", "hearing"),
    ("stroke", "irregular heartbeat", "diabetes", "blood pressure"),
    ("low mood", "diabetes", "knees", "blood pressure"),
    ("new knee", "thyroid", "cholesterol"),
    ("kidneys", "blood pressure", "diabetes", "heart"),
    ("hip fracture", "bones", "blood pressure", "eyes"),
    ("heart failure", "kidneys", "thyroid", "blood pressure"),
    ("irregular heartbeat", "blood pressure", "balance"),
    ("memory", "diabetes", "blood pressure", "hearing"),
    ("COPD", "low mood", "blood pressure"),
    ("diabetes", "bed sore", "heart", "cholesterol", "eyes"),
    ("stroke", "memory", "blood pressure", "cholesterol"),
    ("heart", "blood pressure", "cholesterol", "knees"),
    ("Parkinson's", "bones", "hearing", "low mood"),
)

# (words, SNOMED CT, reaction, how serious)
ALLERGIES: Final[tuple[tuple[str, str | None, str, str], ...]] = (
    ("Penicillin", "91936005", "Hives", "high"),
    ("Sulfonamide antibiotics", None, "Rash", "low"),
    ("Codeine", None, "Vomiting", "low"),
    ("Latex", "300916003", "Itching and swelling", "high"),
    ("Shellfish", None, "Swelling of the lips", "high"),
    ("Adhesive tape", None, "Blisters", "low"),
    ("Iodine contrast", None, "Trouble breathing", "high"),
)

OLDER_NAMES: Final[dict[tuple[str, bool], tuple[str, ...]]] = {
    ("en", True): (
        "Ruth", "Dorothy", "Margaret", "Helen", "Betty", "Shirley", "Patricia", "Barbara", "Joan", "Carol",
        "Evelyn", "Frances", "Elizabeth", "Virginia", "Marjorie", "Lorraine", "Judith", "Rosemary",
    ),
    ("en", False): (
        "Robert", "Walter", "Harold", "Theodore", "Raymond", "Eugene", "Clarence", "Leonard", "Donald",
        "Gerald", "Stanley", "Franklin", "Ernest", "Russell", "Roland", "Wendell",
    ),
    ("es", True): ("Luz", "Carmen", "Rosario", "Consuelo", "Dolores", "Esperanza", "Socorro", "Graciela"),
    ("es", False): ("Ramón", "Ignacio", "Refugio", "Salvador", "Guillermo", "Rogelio", "Eusebio", "Anselmo"),
}  # fmt: skip
"""First names by language and sex, of people born between 1930 and 1963."""

NICKNAMES: Final = {
    "Margaret": "Peggy",
    "Elizabeth": "Betsy",
    "Theodore": "Theo",
    "Virginia": "Ginny",
    "Consuelo": "Chelo",
    "Luz": "Lucha",
    "Ignacio": "Nacho",
    "Raymond": "Ray",
    "Guillermo": "Memo",
}
