package factorialtest

import (
	"strconv"
	"strings"
)

func (p *company) planPapers() {
	p.rows["expenses/expenses"] = rows{p.size, p.expense}
	p.rows["documents/folders"] = rows{2, p.folder}
	p.rows["documents/documents"] = rows{p.size, p.document}
}

func (p *company) expense(i int) fields {
	r := p.random("expense", i)
	day := p.person(i).lastDay(p).AddDate(0, 0, -r.IntN(60))
	return fields{
		"id": numericID(i + 1), "employee_id": numericID(i + 1), "merchant_name": text(pick(r, merchants)),
		"amount": number(500 + r.IntN(20_000)), "currency": text("EUR"), "effective_on": date(day),
		"status": text(pick(r, []string{"pending", "approved", "paid"})), "creation_type": text("manual"),
		"document_id": numericID(i + 1), "status_updated_at": dateTime(day),
	}
}

func (p *company) folder(i int) fields {
	return fields{
		"id": numericID(i + 1), "name": text([]string{"Contracts", "Handbooks"}[i]), "active": jsonTrue,
		"space": text("employee_my_documents"),
	}
}

func (p *company) document(i int) fields {
	r := p.random("document", i)
	name := pick(r, fileNames)
	extension := name[strings.LastIndex(name, ".")+1:]
	kind := "application/pdf"
	if extension == "png" {
		kind = "image/png"
	}
	return fields{
		"id": numericID(i + 1), "employee_id": numericID(i + 1), "author_id": numericID(firstAccess + 1),
		"filename": text(strconv.Itoa(i+1) + "-" + name), "extension": text(extension), "content_type": text(kind),
		"file_size": number(len(standInFile(strconv.Itoa(i + 1)))), "folder_id": numericID(1 + i%2),
		"space": text("employee_my_documents"), "public": jsonFalse, "is_company_document": jsonFalse,
		"is_management_document": jsonFalse, "is_pending_assignment": jsonFalse,
		"created_at": dateTime(p.before(r.IntN(400))), "updated_at": dateTime(p.before(r.IntN(30))),
	}
}

// standInFile returns the content of a document that no client uploaded.
func standInFile(id string) string { return "The content of document " + id + ".\n" }
