package company

// Words for the made-up company.

var givenNames = []string{
	"Ada", "Alba", "Amir", "Anouk", "Arne", "Beatriz", "Bruno", "Carla", "Chiara", "Dario", "Dunja", "Edda", "Elias",
	"Emre", "Farah", "Felix", "Gala", "Greta", "Hugo", "Ines", "Ivo", "Jana", "Joana", "Kofi", "Laia", "Leo", "Lola",
	"Marek", "Marta", "Milo", "Nadia", "Nil", "Noor", "Oriol", "Otto", "Paula", "Pia", "Quim", "Rafa", "Rosa", "Samir",
	"Selma", "Silas", "Tessa", "Tomas", "Uma", "Vera", "Viktor", "Wanda", "Xenia", "Yara", "Zeno",
}

var familyNames = []string{
	"Abril", "Almeida", "Amsel", "Baptiste", "Bauer", "Bosch", "Calder", "Castell", "Costa", "Dalmau", "Delgado",
	"Ebner", "Esteve", "Falk", "Ferrer", "Fontana", "Garrido", "Gruber", "Haddad", "Herrera", "Ibarra", "Jansen",
	"Keller", "Kovac", "Lambert", "Linde", "Llull", "Marchetti", "Mistral", "Moreau", "Navarro", "Novak", "Okoye",
	"Oliva", "Pascual", "Petit", "Quint", "Ramos", "Ribera", "Rossi", "Sala", "Santos", "Serra", "Tejero", "Torres",
	"Ubeda", "Valls", "Vidal", "Weber", "Winter", "Zapata", "Zoller",
}

var jobTitles = []string{
	"Accountant", "Baker", "Buyer", "Carpenter", "Cook", "Customer Care Agent", "Data Analyst", "Designer", "Driver",
	"Electrician", "Engineer", "Forklift Driver", "Gardener", "Lab Assistant", "Lawyer", "Mechanic", "Nurse", "Planner",
	"Receptionist", "Recruiter", "Sales Agent", "Shop Assistant", "Teacher", "Technician", "Translator", "Warehouse Clerk",
}

var teamNames = []string{
	"Board", "Sales North", "Sales South", "Kitchen", "Workshop", "Customer Care", "Finance", "People", "Platform",
	"Design", "Warehouse", "Transport", "Night Shift", "Laboratory", "Purchasing", "Legal", "Quality", "Reception",
}

// towns are the locations of the company.
var towns = []struct{ city, state, country, postalCode, timezone string }{
	{"Barcelona", "Catalonia", "es", "08005", "Europe/Madrid"},
	{"Lisbon", "Lisbon", "pt", "1100-148", "Europe/Lisbon"},
	{"Lyon", "Rhone", "fr", "69002", "Europe/Paris"},
	{"Leipzig", "Saxony", "de", "04109", "Europe/Berlin"},
	{"Turin", "Piedmont", "it", "10121", "Europe/Rome"},
	{"Girona", "Catalonia", "es", "17001", "Europe/Madrid"},
}

var leaveTypes = []struct {
	identifier, name, color string
	approval, workable      bool
}{
	{"holidays", "Holidays", "teal", true, false},
	{"sick_leave", "Sick leave", "red", false, false},
	{"medical_visit", "Medical visit", "orange", false, false},
	{"parental_leave", "Parental leave", "pink", true, false},
	{"moving_house", "Moving house", "blue", true, false},
	{"work_from_elsewhere", "Work from elsewhere", "green", true, true},
}

var merchants = []string{"Blue Taxi", "Corner Bakery", "Harbour Hotel", "Northern Rail", "Paper & Pens", "Sunny Parking"}

var fileNames = []string{"contract.pdf", "certificate.pdf", "handbook.pdf", "payslip.pdf", "receipt.png"}
